import type { MessageType } from './field.ts'

/**
 * Arranges a query string as the JSON its message expects: a repeated field is an array even when it occurs once
 * (`run_ids=a`, `run_ids=a&run_ids=b`, `run_ids[]=a`); of a single field the first occurrence counts.
 */
export function queryToJson(type: MessageType, query: URLSearchParams): Record<string, unknown> {
  const json: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(type.fields)) {
    const values = [...query.getAll(name), ...query.getAll(`${name}[]`)]
    if (values.length > 0) json[name] = field.presence === 'repeated' ? values : values[0]
  }
  return json
}
