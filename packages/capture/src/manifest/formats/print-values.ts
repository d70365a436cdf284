const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes as classic manifests print them, in steps of 1,024: `512.0 B`, `1.0 KB`. */
export function printSize(bytes: number): string {
  let amount = bytes
  let unit = 0
  while (amount >= 1_024 && unit < UNITS.length - 1) {
    amount /= 1_024
    unit += 1
  }
  return `${amount.toFixed(1)} ${UNITS[unit] ?? ''}`
}

/** Milliseconds since 1970 as ISO 8601 in UTC with microseconds, which Python, JavaScript and people read: `2026-11-21T09:00:00.123456+00:00`. */
export function printTime(milliseconds: number): string {
  const whole = Math.floor(milliseconds)
  const micros = Math.min(999, Math.round((milliseconds - whole) * 1_000))
  return `${new Date(whole).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}+00:00`
}

/** Milliseconds since 1970. A time without a zone, as Python writes it, is one of this machine. Undefined for what is no time. */
export function parseTime(text: string): number | undefined {
  const [, micros = ''] = /\.\d{3}(\d{1,3})/.exec(text) ?? []
  const milliseconds = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'))
  return Number.isNaN(milliseconds) ? undefined : milliseconds + Number(micros.padEnd(3, '0')) / 1_000
}

/** Permission bits as four octal digits. */
export function printMode(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

/** Three or four octal digits, also as Python's `oct` prints them. */
export function parseMode(text: string): number | undefined {
  return /^(?:0o)?(?:10)?[0-7]{3,4}$/.test(text) ? Number.parseInt(text.slice(-4).replace('o', ''), 8) : undefined
}
