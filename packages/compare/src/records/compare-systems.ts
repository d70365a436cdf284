import type { CauseKind, RecordedDifference } from './difference.ts'

/** Parts of system_info.json that bear on results, by where they are. Everything else is passing, or told elsewhere. */
const bearing: readonly (readonly [pattern: RegExp, kind: CauseKind])[] = [
  [/^cpu\.(?:cpu_count|usable_count|physical_cores|limit)/, 'threads'],
  [/^blas\./, 'threads'],
  [/^(?:cpu\.(?:model_name|architecture|flags)|platform\.machine)$/, 'cpu'],
  [/^gpu\./, 'environment'],
  [/^platform\.(?:system|release|version|distribution|libc)$/, 'environment'],
  [/^container\.(?:kind|image)$/, 'environment'],
  [/^locale\.language$/, 'environment'],
  [/^locale\.time_zone$/, 'time'],
  [/^libraries$/, 'environment'],
]

/** Differences of two system_info.json that may bear on results: CPU, threads, GPU, system libraries, locale. */
export function compareSystems(a: unknown, b: unknown): RecordedDifference[] {
  const [first, second] = [flatten(a), flatten(b)]
  return [...first].flatMap(([path, value]) => {
    const other = second.get(path)
    const kind = bearing.find(([pattern]) => pattern.test(path))?.[1]
    if (other === undefined || other === value || kind === undefined) return []
    return [{ kind, subject: path, a: shorten(value), b: shorten(other) }]
  })
}

/** Leaves by their dotted paths; lists as one text. */
function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, String(value)]])
  if (Array.isArray(value)) return new Map([[path, JSON.stringify(value)]])
  return new Map(Object.entries(value).flatMap(([name, inner]) => [...flatten(inner, path === '' ? name : `${path}.${name}`)]))
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
