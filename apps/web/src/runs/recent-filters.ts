import { keep, readKept } from '../browser/kept.ts'
import { listOf, parseJson } from '../json/read-json.ts'

const KEY = 'reprise.filters'
const MOST = 8

/** Filters that were applied in this browser, the last one first. */
export function recentFilters(): readonly string[] {
  return listOf(parseJson(readKept(KEY) ?? ''))
    .filter((one) => typeof one === 'string')
    .slice(0, MOST)
}

export function rememberFilter(filter: string): void {
  keep(KEY, JSON.stringify([filter, ...recentFilters().filter((one) => one !== filter)].slice(0, MOST)))
}
