import { useSyncExternalStore } from 'react'
import { keep, readKept } from '../browser/kept.ts'

/** What the viewer chose; `system` follows the machine. */
export type ThemeChoice = 'light' | 'dark' | 'system'

const KEY = 'reprise.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')

const listeners = new Set<() => void>()
let chosen: ThemeChoice = readTheme()

function readTheme(): ThemeChoice {
  const kept = readKept(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Shows a theme, and keeps it for the next visit. */
export function chooseTheme(choice: ThemeChoice): void {
  chosen = choice
  keep(KEY, choice === 'system' ? undefined : choice)
  showTheme()
  for (const listener of listeners) listener()
}

export function useTheme(): ThemeChoice {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => chosen,
  )
}

function showTheme(): void {
  const shown = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen
  document.documentElement.dataset['theme'] = shown
}

/** Shows the viewer's theme now and whenever the machine changes between day and night. */
export function followTheme(): void {
  showTheme()
  dark.addEventListener('change', showTheme)
}
