import { createHash, hash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { toFileError } from '../paths/index.ts'
import type { ReceivedFile } from './remote-store.ts'

/** Bytes up to which a file is written in one go. */
const SMALL = 256 * 1024

/** Writes a body to a new file and takes its digest. A body that breaks off leaves no file. `size` is what it will have, where that is known. */
export async function receiveFile(body: AsyncIterable<Uint8Array>, target: string, size?: number): Promise<ReceivedFile> {
  return size !== undefined && size <= SMALL ? receiveSmall(body, target) : receiveLarge(body, target)
}

async function receiveSmall(body: AsyncIterable<Uint8Array>, target: string): Promise<ReceivedFile> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return receiveBytes(Buffer.concat(chunks), target)
}

/** The same for bytes that are at hand. */
export function receiveBytes(bytes: Uint8Array, target: string): ReceivedFile {
  try {
    writeFileSync(target, bytes, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    // What a full disk cut off goes; what stood there before is not ours.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(target, { force: true })
    throw toFileError(error, target)
  }
  return { md5: hash('md5', bytes, 'hex'), size: bytes.length }
}

async function receiveLarge(body: AsyncIterable<Uint8Array>, target: string): Promise<ReceivedFile> {
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
