/** Ids of runs, as the address has them or as they were before they went there, each once; whatever else stands there is left out. At most 100. */
export function readIds(value: unknown): string[] {
  const parts: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  const ids = parts.filter((id) => typeof id === 'string' && /^[0-9a-f]{32}$/.test(id)) as string[]
  return [...new Set(ids)].slice(0, 100)
}
