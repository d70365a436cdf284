import type { CauseKind, RecordedDifference } from './difference.ts'

/** Parts of system_info.json that bear on results, by where they are; the first that fits. Everything else is passing. */
const bearing: readonly (readonly [pattern: RegExp, kind: CauseKind])[] = [
  [/(?:^|\.)(?:timestamp|hostname|uptime|load|free|available|used|percent|pid|user|path|frequency|mhz|cwd|benchmark)/i, 'missing'],
  [/(?:blas|thread|openmp|omp|affinity|cgroup|cores|cpu_count)/i, 'threads'],
  [/(?:cpu|processor).*(?:model|flags|vendor|brand|arch|name)|(?:^|\.)machine$/i, 'cpu'],
  [/(?:gpu|cuda|driver|cudnn)/i, 'environment'],
  [/(?:libc|kernel|release|distribution|os|system|locale|encoding|container|image)/i, 'environment'],
  [/(?:timezone|time_zone|tz)$/i, 'time'],
]

/** Differences of two system_info.json that may bear on results: CPU, threads, GPU, system libraries, locale. */
export function compareSystems(a: unknown, b: unknown): RecordedDifference[] {
  const [first, second] = [flatten(a), flatten(b)]
  return [...first].flatMap(([path, value]) => {
    const other = second.get(path)
    const kind = bearing.find(([pattern]) => pattern.test(path))?.[1]
    if (other === undefined || other === value || kind === undefined || kind === 'missing') return []
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
