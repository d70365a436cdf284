/** A field as filters and orders write it: names that are no identifiers stand in backticks. `min(metrics.a b)` becomes ``min(metrics.`a b`)``. */
export function quoteField(field: string): string {
  const call = /^(min|max|first|last)\((.+)\)$/.exec(field)
  if (call !== null) return `${call[1] ?? ''}(${quoteField(call[2] ?? '')})`
  const dot = field.indexOf('.')
  const key = field.slice(dot + 1)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? field : `${field.slice(0, dot)}.\`${key}\``
}

/** A text as filters write it. In plain quotes every character stands for itself; a quote or a backslash needs the form with escapes. */
export function quoteText(value: string): string {
  return /['\\]/.test(value) ? `E'${value.replace(/['\\]/g, '\\$&')}'` : `'${value}'`
}

/** The order of a view, as searches write it: `metrics.loss DESC`. */
export function quoteSort(sort: string): string {
  const space = sort.lastIndexOf(' ')
  return `${quoteField(sort.slice(0, space))} ${sort.slice(space + 1)}`
}
