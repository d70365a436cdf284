import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { RepriseError } from '@reprise/protocol'

/** Reads an artifact of the run by its path. */
export type ReadKept = (artifact: string) => Promise<AsyncIterable<Uint8Array>>

interface Expected {
  readonly artifact: string
  readonly sha256: string
  /** Bytes; what is longer is not waited for. */
  readonly size?: number | undefined
}

/** Writes an artifact to a new file. Throws DATA_LOSS where its bytes are not those that were recorded. */
export async function receive(readKept: ReadKept, expected: Expected, file: string | Buffer): Promise<void> {
  const hash = createHash('sha256')
  let size = 0
  const source = await readKept(expected.artifact)
  await pipeline(
    source,
    async function* count(parts: AsyncIterable<Uint8Array>) {
      for await (const bytes of parts) {
        size += bytes.length
        if (size > (expected.size ?? size)) throw otherThanRecorded(expected, 'it is longer')
        hash.update(bytes)
        yield bytes
      }
    },
    createWriteStream(file, { flags: 'wx' }),
  )
  if (hash.digest('hex') !== expected.sha256) throw otherThanRecorded(expected, 'its digest is another')
}

function otherThanRecorded({ artifact }: Expected, how: string): RepriseError {
  return new RepriseError('DATA_LOSS', `The artifact ${artifact} is not what was recorded: ${how}.`)
}
