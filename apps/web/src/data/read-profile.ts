import { formatBytes } from '../values/format.ts'
import { parseJson } from '../json/read-json.ts'

/** What a run said of data, as entries: mostly JSON such as `{"size": 3, "num_rows": 2}`; anything else is one entry. */
export function readProfile(profile: string): [name: string, value: string][] {
  if (profile === '') return []
  const parsed = parseJson(profile)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [['Profile', profile]]
  return Object.entries(parsed).map(([name, value]) => [name, printEntry(name, value)])
}

function printEntry(name: string, value: unknown): string {
  if (typeof value === 'number' && /^size|bytes$/.test(name)) return `${formatBytes(value)} (${value} bytes)`
  return typeof value === 'string' ? value : JSON.stringify(value)
}
