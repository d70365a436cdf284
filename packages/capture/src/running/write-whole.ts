import { write } from 'node:fs'
import { promisify } from 'node:util'

const writeSome = promisify(write)
/** Milliseconds until a full pipe of another program is tried again. */
const PAUSE = 5

/**
 * Writes all of a chunk to a file descriptor, waiting as long as its reader takes. Answers whether it could: a reader that is gone is
 * no error. Never changes the descriptor, which others share; one that does not block is tried until it takes the rest.
 */
export async function writeWhole(descriptor: number, chunk: Uint8Array): Promise<boolean> {
  let from = 0
  while (from < chunk.length) {
    try {
      const { bytesWritten } = await writeSome(descriptor, chunk, from, chunk.length - from, null)
      from += bytesWritten
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EAGAIN') return false
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
  return true
}
