import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { RepriseError } from '@reprise/protocol'

/** Reads an artifact of the run by its path. */
export type ReadKept = (artifact: string) => Promise<AsyncIterable<Uint8Array>>

interface Expected {
  readonly artifact: string
  readonly sha256: string
}

/** Writes an artifact to a new file. Throws DATA_LOSS where its bytes are not those that were recorded. */
export async function receive(readKept: ReadKept, expected: Expected, file: string | Buffer): Promise<void> {
  const hash = createHash('sha256')
  const source = await readKept(expected.artifact)
  await pipeline(
    source,
    async function* count(parts: AsyncIterable<Uint8Array>) {
      for await (const bytes of parts) {
        hash.update(bytes)
        yield bytes
      }
    },
    createWriteStream(file, { flags: 'wx' }),
  )
  if (hash.digest('hex') === expected.sha256) return
  throw new RepriseError('DATA_LOSS', `The artifact ${expected.artifact} is not what was recorded: its digest is another.`)
}
