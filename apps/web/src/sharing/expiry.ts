const DAY = 86_400_000

/** How long a link is good for, as it can be chosen. */
export const expiries = [
  ['7', 'for a week'],
  ['1', 'for a day'],
  ['30', 'for 30 days'],
  ['365', 'for a year'],
  ['', 'until it is revoked'],
] as const

/** Milliseconds since 1970; undefined where it does not end. */
export function expiryTime(days: string, now: number): number | undefined {
  return days === '' ? undefined : now + Number(days) * DAY
}

/** Whether a link leads nowhere any more. */
export function isExpired(time: number | bigint | undefined, now: number): boolean {
  return time !== undefined && time <= now
}
