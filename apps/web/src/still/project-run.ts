import type { Run } from '@reprise/protocol'

const summary = /^(?:min|max|first|last)\(metrics?\.[`"]?(.*?)[`"]?\)$/

/** What `fields` ask of a run, as the server reads them: `metrics.loss`, `params.*`, `tags`, `min(metrics.*)`, `inputs`. None: everything but summaries. */
export function projectRun({ info, data, inputs, outputs }: Run, fields: readonly string[]): Run {
  if (fields.length === 0) return { info, data: data && { ...data, summaries: [] }, inputs, outputs }
  const summaries = createMatcher(fields.flatMap((field) => summary.exec(field)?.[1] ?? []))
  return {
    info,
    data: data && {
      metrics: data.metrics.filter(keysOf(fields, 'metrics')),
      params: data.params.filter(keysOf(fields, 'params')),
      tags: data.tags.filter(keysOf(fields, 'tags')),
      summaries: data.summaries.filter(({ key }) => summaries(key)),
    },
    ...(fields.includes('inputs') ? { inputs } : {}),
    ...(fields.includes('outputs') ? { outputs } : {}),
  }
}

function keysOf(fields: readonly string[], entity: 'metrics' | 'params' | 'tags'): (entry: { readonly key: string }) => boolean {
  const own = fields.filter((field) => field === entity || field.startsWith(`${entity}.`))
  const matches = createMatcher(own.map((field) => (field === entity ? '*' : field.slice(entity.length + 1))))
  return ({ key }) => matches(key)
}

/** `*` stands for any characters. */
function createMatcher(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')))
  const others = patterns
    .filter((pattern) => pattern.includes('*'))
    .map((pattern) => new RegExp(`^${pattern.split(/\*+/).map(escapePattern).join('.*')}$`, 's'))
  return (name) => exact.has(name) || others.some((pattern) => pattern.test(name))
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}
