import { randomBytes } from 'node:crypto'

/** 32 lower-case hexadecimal digits, as ids of runs and writers are. */
export function randomId(): string {
  return randomBytes(16).toString('hex')
}
