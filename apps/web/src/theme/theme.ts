/** What the viewer chose; `system` follows the machine. */
export type ThemeChoice = 'light' | 'dark' | 'system'

const KEY = 'reprise.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')

export function readTheme(): ThemeChoice {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Shows a theme, and keeps it for the next visit. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, choice)
  showTheme()
}

function showTheme(): void {
  const choice = readTheme()
  const shown = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice
  document.documentElement.dataset['theme'] = shown
}

/** Shows the viewer's theme now and whenever the machine changes between day and night. */
export function followTheme(): void {
  showTheme()
  dark.addEventListener('change', showTheme)
}
