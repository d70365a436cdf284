import { RepriseError } from '@reprise/protocol/errors'

/** How often a connection that breaks is taken up again without a byte in between. */
const MOST_BREAKS = 4

export interface Resuming {
  readonly path: string
  /** Bytes in all. */
  readonly size: number
  /** The bytes from a position on; undefined when the file is not there any more, or another. */
  openAt(position: number): Promise<AsyncIterable<Uint8Array> | undefined>
  /** What an error means for the user; one that comes from the content of the answer, and does not pass, is thrown at once. */
  explain(error: unknown): RepriseError
}

/** The bytes of a file over as many connections as it takes. */
export async function* readOn({ path, size, openAt, explain }: Resuming, first?: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let position = 0
  let current = first
  for (let breaks = 0; ; breaks++) {
    let failure: unknown
    try {
      current ??= await openAt(position)
      if (current === undefined)
        throw new RepriseError('RESOURCE_CONFLICT', `${path} was replaced or deleted while it was read.`, { hint: 'Read it again.' })
      for await (const chunk of current) {
        position += chunk.length
        breaks = 0
        yield chunk
      }
      if (position === size) return
    } catch (error) {
      const told = explain(error)
      if (told.code !== 'TEMPORARILY_UNAVAILABLE') throw told
      failure = told
    }
    current = undefined
    if (breaks >= MOST_BREAKS || position > size)
      throw new RepriseError('TEMPORARILY_UNAVAILABLE', `${path} can not be read: the connection broke again and again.`, {
        cause: failure,
      })
  }
}
