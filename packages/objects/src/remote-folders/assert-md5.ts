import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { toLocalError } from './local-error.ts'

interface Expected {
  /** In hexadecimal; nothing is compared without one. */
  readonly md5: string | undefined
  /** Where the bytes came from. */
  readonly file: string
}

/** Throws DATA_LOSS where bytes are others than they should be. */
export function assertMd5(bytes: Uint8Array, { md5, file }: Expected): void {
  if (md5 !== undefined && hash('md5', bytes, 'hex') !== md5) throw damaged(file, md5)
}

/** Reads a file once more, for services that check no digest of what is sent in parts. */
export async function assertMd5OfFile({ md5, file }: Expected): Promise<void> {
  if (md5 === undefined) return
  const digest = createHash('md5')
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) digest.update(chunk as Uint8Array)
  } catch (error) {
    throw toLocalError(error, file)
  }
  if (digest.digest('hex') !== md5) throw damaged(file, md5)
}

export function damaged(file: string, md5: string): RepriseError {
  return new RepriseError('DATA_LOSS', `${file} is not what its md5 ${md5} says.`, { hint: 'It changed, or is damaged, on this machine.' })
}
