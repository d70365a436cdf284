/** Query strings that people can read and type: `?q=metrics.loss<1&cols=params.lr,metrics.loss`. */
export function parsePlain(text: string): Record<string, unknown> {
  const entries = [...new URLSearchParams(text)]
  return Object.fromEntries(entries.map(([key, value]) => [key, value === 'true' ? true : value]))
}

/** Empty values are left out. */
export function printPlain(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    const text = printValue(value)
    if (text !== '') query.set(key, text)
  }
  const text = query.toString().replace(/%(?:2C|2F|3A|21|28|29|7E)/g, decodeURIComponent)
  return text === '' ? '' : `?${text}`
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' || typeof value === 'number' || value === true ? String(value) : ''
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A list as an address has it, or as it was before it went there. */
export function readList(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter(isText)
  return isText(value) ? value.split(',') : []
}

/** Whether a text is the id of a run; what is none is left out of addresses. */
export function isRunId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)
}

/** Whether a text may be the id of a model that a run has logged. */
export function isModelId(value: unknown): value is string {
  return typeof value === 'string' && /^m-[\w-]+$/.test(value)
}
