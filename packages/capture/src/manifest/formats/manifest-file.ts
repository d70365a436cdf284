import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { RepriseError } from '@reprise/protocol'

/** Bytes of a classic manifest: what one text of JavaScript can hold. */
const LARGEST_DOCUMENT = 500_000_000
/** Characters of one line; metadata stands in the first. */
const LONGEST_LINE = 16 * 1024 * 1024
const PIECE = 1024 * 1024

/** With what a native manifest begins. */
const nativeStart = '{"manifest_version":"2.'

/** A manifest as it lies on the disk: native ones are read line by line, classic ones as one document. */
export interface ManifestFile extends AsyncDisposable {
  readonly isNative: boolean
  /** Lines, without their ends, some at a time. */
  lines(): AsyncGenerator<readonly string[]>
  document(): Promise<unknown>
  /** SHA-256 of its bytes, hexadecimal. */
  digest(): Promise<string>
}

/** Opens a manifest. A FIFO or device is not waited on. Throws for what can not be read. */
export async function openManifestFile(path: string): Promise<ManifestFile> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    throw cannotOpen(path, error)
  })
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new RepriseError('INVALID_PARAMETER_VALUE', `${path} is no file.`, { hint: 'Name a manifest.' })
    const start = Buffer.alloc(nativeStart.length)
    await handle.read(start, 0, start.length, 0)
    return {
      isNative: start.toString('latin1') === nativeStart,
      lines: () => readLines(handle, path),
      document: () => readDocument(handle, path, stats.size),
      digest: () => digestBytes(handle),
      [Symbol.asyncDispose]: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function* readLines(handle: FileHandle, path: string): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const buffer = Buffer.allocUnsafe(PIECE)
  let rest = ''
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, position)
    position += bytesRead
    const lines = (rest + decode(decoder, buffer.subarray(0, bytesRead), path)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw notOne(path, 'a line is too long')
    if (lines.length > 0) yield lines
    if (bytesRead === 0) break
  }
  if (rest !== '') yield [rest]
}

async function digestBytes(handle: FileHandle): Promise<string> {
  const digest = createHash('sha256')
  const buffer = Buffer.allocUnsafe(PIECE)
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, position)
    if (bytesRead === 0) return digest.digest('hex')
    digest.update(buffer.subarray(0, bytesRead))
    position += bytesRead
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array, path: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes.length > 0 })
  } catch (error) {
    throw notOne(path, 'it is no UTF-8', error)
  }
}

async function readDocument(handle: FileHandle, path: string, size: number): Promise<unknown> {
  if (size > LARGEST_DOCUMENT) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${path} is larger than ${LARGEST_DOCUMENT / 1e6} MB.`, {
      hint: 'Native manifests have no such limit: make one with --format native.',
    })
  }
  const bytes = Buffer.alloc(size)
  await handle.read(bytes, 0, size, 0)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const text = decode(decoder, bytes, path) + decode(decoder, new Uint8Array(), path)
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const [, line, column] = /line (\d+) column (\d+)/.exec(String(error)) ?? []
    throw notOne(path, line === undefined ? 'it is no JSON' : `it is no JSON from line ${line}, column ${column}`, error)
  }
}

function notOne(path: string, why: string, cause?: unknown): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `${path} is no manifest: ${why}.`, {
    hint: 'Make one: reprise manifest create FOLDER',
    cause,
  })
}

function cannotOpen(path: string, error: unknown): RepriseError {
  const { code = String(error) } = error as NodeJS.ErrnoException
  if (code === 'ENOENT')
    return new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no manifest ${path}.`, {
      hint: 'Make one: reprise manifest create FOLDER',
      cause: error,
    })
  return new RepriseError('PERMISSION_DENIED', `The manifest ${path} can not be read (${code}).`, { cause: error })
}
