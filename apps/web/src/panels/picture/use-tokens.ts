import { useMemo } from 'react'
import { useShownTheme } from '../../theme/use-shown-theme.ts'
import { STOPS } from './ramp.ts'

/** Colours of the theme as a canvas takes them: without variables. */
export interface Tokens {
  /** The value of a colour of CSS, such as `var(--accent)`. */
  readonly resolve: (colour: string) => string
  readonly ramp: readonly string[]
  readonly ink: Ink
}

/** What axes and words are drawn with. */
export interface Ink {
  readonly line: string
  readonly text: string
  readonly soft: string
  readonly surface: string
  readonly accent: string
  /** For what stands at an axis. */
  readonly font: string
}

/** Those of the theme that is shown, and again when another one is. */
export function useTokens(): Tokens {
  const theme = useShownTheme()
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement)
    const resolve = (colour: string) => (colour.startsWith('var(') ? style.getPropertyValue(colour.slice(4, -1)).trim() : colour)
    return {
      resolve,
      ramp: Array.from({ length: STOPS }, (_, at) => resolve(`var(--ramp-${at})`)),
      ink: {
        line: resolve('var(--line)'),
        text: resolve('var(--text)'),
        soft: resolve('var(--text-soft)'),
        surface: resolve('var(--surface)'),
        accent: resolve('var(--accent)'),
        font: `11px ${getComputedStyle(document.body).fontFamily}`,
      },
    }
  }, [theme])
}
