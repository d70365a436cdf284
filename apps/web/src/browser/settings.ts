import { useSyncExternalStore } from 'react'
import { objectOf, parseJson } from '../json/read-json.ts'
import { keep, readKept } from './kept.ts'

/** What a viewer has chosen for this browser. It is not part of a view: links do not carry it. */
export interface Settings {
  readonly density: 'compact' | 'normal' | 'roomy'
  readonly zone: 'local' | 'utc'
  /** Digits of a number that count, 3 to 15. */
  readonly digits: number
  /** Which point of a metric the first columns of a table show. */
  readonly firstColumns: 'last' | 'best'
  /** Which way metrics are better, where their names do not say it or say it wrongly. */
  readonly directions: Readonly<Record<string, 'min' | 'max'>>
}

const KEY = 'reprise.settings'
const defaults: Settings = { density: 'normal', zone: 'local', digits: 6, firstColumns: 'last', directions: {} }
const listeners = new Set<() => void>()
let current: Settings | undefined

/** The settings as they are now. */
export function readSettings(): Settings {
  current ??= parseSettings(readKept(KEY))
  return current
}

/** Changes some of them, now and for the next visit. */
export function changeSettings(change: Partial<Settings>): void {
  current = { ...readSettings(), ...change }
  keep(KEY, JSON.stringify(current))
  for (const listener of listeners) listener()
}

export function useSettings(): Settings {
  return useSyncExternalStore(follow, readSettings)
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Takes what makes sense of what was kept, and the defaults for the rest. */
export function parseSettings(text: string | undefined): Settings {
  const { density, zone, digits, firstColumns, directions } = objectOf(parseJson(text ?? ''))
  return {
    density: density === 'compact' || density === 'roomy' ? density : defaults.density,
    zone: zone === 'utc' ? zone : defaults.zone,
    digits: Number.isInteger(digits) && Number(digits) >= 3 && Number(digits) <= 15 ? Number(digits) : defaults.digits,
    firstColumns: firstColumns === 'best' ? firstColumns : defaults.firstColumns,
    directions: Object.fromEntries(
      Object.entries(objectOf(directions)).filter((entry): entry is [string, 'min' | 'max'] => entry[1] === 'min' || entry[1] === 'max'),
    ),
  }
}
