/** For tests: a tree as JSON without its positions, so that two that mean the same compare equal. */
export function formatPlainly(tree: unknown): string {
  return JSON.stringify(tree, (name, value: unknown) => {
    if (name === 'position') return undefined
    if (typeof value === 'bigint') return `${value}n`
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
    return isRecord(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
