/** Milliseconds that a Retry-After header asks for, given in seconds or as a date; 0 when it asks for nothing. */
export function readRetryAfter(header: string | null | undefined, now: number): number {
  if (header === null || header === undefined) return 0
  const seconds = Number(header)
  const milliseconds = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0
}
