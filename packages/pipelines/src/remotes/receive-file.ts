import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { toFileError } from '../paths/index.ts'
import type { ReceivedFile } from './remote-store.ts'

/** Writes a body to a new file and takes its digest. A body that breaks off leaves no file. */
export async function receiveFile(body: AsyncIterable<Uint8Array>, target: string): Promise<ReceivedFile> {
  const digest = createHash('md5')
  let size = 0
  const file = await open(target, 'wx', 0o600).catch((error: unknown) => {
    throw toFileError(error, target)
  })
  try {
    for await (const chunk of body) {
      digest.update(chunk)
      size += chunk.length
      await writeAll(file, chunk).catch((error: unknown) => {
        throw toFileError(error, target)
      })
    }
  } catch (error) {
    await file.close()
    await rm(target, { force: true })
    throw error
  }
  await file.close()
  return { md5: digest.digest('hex'), size }
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten
}
