import { chooseTheme, type ThemeChoice, useTheme } from '../theme/theme.ts'
import { Moon } from './icons.tsx'
import { Menu } from './menu.tsx'

const choices: readonly (readonly [ThemeChoice, string])[] = [
  ['system', 'As the machine'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

/** Day, night, or as the machine has it. */
export function ThemeMenu({ className }: { readonly className: string | undefined }) {
  const chosen = useTheme()
  return (
    <Menu
      label="Theme"
      className={className}
      sections={[choices.map(([choice, title]) => ({ title, isChosen: choice === chosen, act: () => chooseTheme(choice) }))]}
    >
      <Moon />
    </Menu>
  )
}
