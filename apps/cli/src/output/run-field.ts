import { findRunAttribute, type Run } from '@reprise/protocol'
import { printNumber, printTime } from './values.ts'

/** What a run may have under a field; undefined when it has nothing. */
export type FieldValue = string | number | bigint | undefined

const summaryField = /^(min|max|first|last)\(metrics?\.(?:`([^`]*)`|"([^"]*)"|(.*))\)$/

/** What a run has under `metrics.KEY`, `min(metrics.KEY)`, `params.KEY`, `tags.KEY` or the name of an attribute. */
export function readField(run: Run, field: string): FieldValue {
  const [, part, ...names] = summaryField.exec(field) ?? []
  if (part !== undefined) {
    const name = names.find((one) => one !== undefined)
    return run.data?.summaries.find(({ key: named }) => named === name)?.[part as 'min' | 'max' | 'first' | 'last']
  }
  const dot = field.indexOf('.')
  const [entity, key] = dot < 0 ? ['attributes', field] : [field.slice(0, dot), field.slice(dot + 1)]
  switch (entity) {
    case 'metric':
    case 'metrics':
      return run.data?.metrics.find((metric) => metric.key === key)?.value
    case 'param':
    case 'params':
      return run.data?.params.find((param) => param.key === key)?.value
    case 'tag':
    case 'tags':
      return run.data?.tags.find((tag) => tag.key === key)?.value
    default: {
      const attribute = findRunAttribute(field)
      if (attribute?.entity === 'tag') return readField(run, `tags.${attribute.key}`)
      if (attribute?.key === 'duration') return durationOf(run)
      return (run.info as Readonly<Record<string, FieldValue>>)[attribute?.key ?? key]
    }
  }
}

/** Seconds, as searches have it. */
function durationOf({ info: { start_time: start, end_time: end } }: Run): number | undefined {
  return start === undefined || end === undefined ? undefined : (Number(end) - Number(start)) / 1_000
}

/** What a server has to be asked for, that {@link readField} finds a field; undefined where every answer has it. */
export function toRequested(field: string): string | undefined {
  const attribute = findRunAttribute(field)
  if (attribute !== undefined) return attribute.entity === 'tag' ? `tags.${attribute.key}` : undefined
  return field.includes('.') ? field : undefined
}

/** A field as a person reads it; empty when the run has nothing there. */
export function printField(run: Run, field: string): string {
  const value = readField(run, field)
  if (value === undefined) return ''
  if (/(?:^|\.)(?:start|end)_time$/.test(field) && typeof value !== 'string') return printTime(value)
  return typeof value === 'number' ? printNumber(value) : String(value)
}
