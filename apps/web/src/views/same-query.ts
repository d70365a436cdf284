/** Whether two query strings show the same, in whatever order their parts stand. */
export function isSameQuery(a: string, b: string): boolean {
  return normalize(a) === normalize(b)
}

function normalize(query: string): string {
  const parts = new URLSearchParams(query)
  parts.delete('view')
  parts.sort()
  return parts.toString()
}
