import type { Run } from '@reprise/protocol'
import { printNumber } from '../../output/values.ts'

/** What a run has under `metrics.KEY`, `params.KEY`, `tags.KEY` or the name of an attribute; empty when nothing. */
export function readField(run: Run, field: string): string {
  const dot = field.indexOf('.')
  const [entity, key] = dot < 0 ? ['attributes', field] : [field.slice(0, dot), field.slice(dot + 1)]
  switch (entity) {
    case 'metric':
    case 'metrics': {
      const value = run.data?.metrics.find((metric) => metric.key === key)?.value
      return value === undefined ? '' : printNumber(value)
    }
    case 'param':
    case 'params':
      return run.data?.params.find((param) => param.key === key)?.value ?? ''
    case 'tag':
    case 'tags':
      return run.data?.tags.find((tag) => tag.key === key)?.value ?? ''
    default:
      return String((run.info as Readonly<Record<string, unknown>>)[key] ?? '')
  }
}
