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
]

/** Differences of two system_info.json that may bear on results: CPU, threads, GPU, system libraries, locale. */
export function compareSystems(a: unknown, b: unknown): RecordedDifference[] {
  const [first, second] = [flatten(a), flatten(b)]
  const leaves = [...first].flatMap(([path, value]) => {
    const other = second.get(path)
    const kind = bearing.find(([pattern]) => pattern.test(path))?.[1]
    if (other === undefined || other === value || kind === undefined) return []
    return [{ part: 'system' as const, kind, subject: path, a: shorten(value), b: shorten(other) }]
  })
  return [...leaves, ...compareLibraries(librariesOf(a), librariesOf(b))]
}

/** Shared libraries that both had loaded, in other versions. One that only one of them had may not have been loaded yet when it was looked at. */
function compareLibraries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): RecordedDifference[] {
  return [...a].flatMap(([stem, name]) => {
    const other = b.get(stem)
    return other === undefined || other === name
      ? []
      : [{ part: 'system', kind: 'environment', subject: `library ${stem}`, a: name, b: other }]
  })
}

/** File names by what stands before their version: `libopenblas.so.0.3.26` by `libopenblas`. */
function librariesOf(system: unknown): Map<string, string> {
  const paths = typeof system === 'object' && system !== null && 'libraries' in system ? system.libraries : undefined
  const names = Array.isArray(paths) ? paths.map((path) => String(path).replace(/^.*\//, '')) : []
  return new Map(names.map((name) => [name.replace(/[-.]\d.*$|\.so.*$/, ''), name]))
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
