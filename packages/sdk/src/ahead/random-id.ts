import { closeSync, openSync, readSync } from 'node:fs'

/**
 * 32 lower-case hexadecimal digits, from where `node:crypto` has its random numbers, too. To load that takes as long as the whole request:
 * it is what remains where the system has no such file.
 */
export function randomId(): string {
  return (readDevice() ?? process.getBuiltinModule('node:crypto').randomBytes(16)).toString('hex')
}

function readDevice(): Buffer | undefined {
  try {
    const device = openSync('/dev/urandom', 'r')
    try {
      const bytes = Buffer.alloc(16)
      return readSync(device, bytes) === bytes.length ? bytes : undefined
    } finally {
      closeSync(device)
    }
  } catch {
    return undefined
  }
}
