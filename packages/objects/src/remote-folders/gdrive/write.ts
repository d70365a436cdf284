import { randomUUID } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { assertMd5OfFile } from '../assert-md5.ts'
import { toLocalError } from '../local-error.ts'
import type { FileToSend } from '../remote-folder.ts'
import { sendRequest } from '../send-request.ts'
import type { Gdrive } from './connect.ts'
import type { Items } from './items.ts'
import { findFiles } from './read.ts'

/** Bytes up to which Google wants a file in one request. */
const WHOLE = 5 * 1024 * 1024
/** Bytes of a request of a longer one; a multiple of 256 KiB, as Google wants them. */
const PIECE = 8 * 1024 * 1024
const MOST_BREAKS = 6

interface Target {
  readonly name: string
  readonly parent: string
}

interface Uploaded {
  readonly id?: string | null
  readonly md5Checksum?: string | null
}

/** A file is there when all of it has arrived. What had its name before is removed then. */
export async function writeFile(
  gdrive: Gdrive,
  items: Items,
  { path, source, remove }: { path: string; source: FileToSend; remove: (id: string) => Promise<void> },
): Promise<void> {
  await assertMd5OfFile({ md5: source.md5, file: source.file })
  const folder = posix.dirname(path)
  const old = await findFiles(items, path)
  const [parent = ''] = (await items.folders(folder === '.' ? '' : folder, { isMade: true })).toSorted()
  const target = { name: posix.basename(path), parent }
  const uploaded = source.size <= WHOLE ? await sendWhole(gdrive, target, source) : await sendInPieces(gdrive, target, source)
  if (source.md5 !== undefined && typeof uploaded.md5Checksum === 'string' && uploaded.md5Checksum !== source.md5) {
    await remove(uploaded.id ?? '')
    throw new RepriseError('DATA_LOSS', `${path} did not arrive as it was sent: its md5 is ${uploaded.md5Checksum} there.`, {
      hint: 'Push it again.',
    })
  }
  for (const { id } of old) await remove(id)
}

async function sendWhole(gdrive: Gdrive, target: Target, { file }: FileToSend): Promise<Uploaded> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw toLocalError(error, file)
  })
  const boundary = randomUUID()
  const head = (type: string): string => `--${boundary}\r\ncontent-type: ${type}\r\n\r\n`
  const metadata = `${head('application/json; charset=UTF-8')}${JSON.stringify({ name: target.name, parents: [target.parent] })}\r\n`
  const body = new Blob([metadata, head('application/octet-stream'), bytes, `\r\n--${boundary}--\r\n`])
  return gdrive.attempt(`${target.name} can not be written`, async () => {
    const headers = { ...(await gdrive.authorize()), 'content-type': `multipart/related; boundary=${boundary}` }
    const answer = await sendRequest({ method: 'POST', url: uploadUrl(gdrive, 'multipart'), headers, body })
    if (!answer.ok) throw await refusal(answer)
    return (await answer.json()) as Uploaded
  })
}

function uploadUrl({ endpoint }: Gdrive, type: 'multipart' | 'resumable'): string {
  return `${endpoint}upload/drive/v3/files?uploadType=${type}&supportsAllDrives=true&fields=id,md5Checksum`
}

/** The upload that goes on after a connection broke. */
async function sendInPieces(gdrive: Gdrive, target: Target, { file, size }: FileToSend): Promise<Uploaded> {
  const what = `${target.name} can not be written`
  const session = await gdrive.attempt(what, () => begin(gdrive, target, size))
  const local = await open(file).catch((error: unknown) => {
    throw toLocalError(error, file)
  })
  try {
    let position = 0
    for (let breaks = 0; ;) {
      const piece = Buffer.alloc(Math.min(PIECE, size - position))
      await local.read(piece, 0, piece.length, position)
      const range = `bytes ${position}-${position + piece.length - 1}/${size}`
      const answer = await gdrive.attempt(what, () => put(session, piece, range))
      if (answer.ok) return (await answer.json()) as Uploaded
      const next = Number(/-(\d+)$/.exec(answer.headers.get('range') ?? '')?.[1] ?? -1) + 1
      await answer.arrayBuffer()
      breaks = next > position ? 0 : breaks + 1
      if (breaks > MOST_BREAKS) throw new RepriseError('TEMPORARILY_UNAVAILABLE', `${what}: Google Drive takes no more of it.`)
      position = next
    }
  } finally {
    await local.close()
  }
}

async function begin(gdrive: Gdrive, { name, parent }: Target, size: number): Promise<string> {
  const headers = {
    ...(await gdrive.authorize()),
    'content-type': 'application/json; charset=UTF-8',
    'x-upload-content-length': String(size),
  }
  const answer = await sendRequest({
    method: 'POST',
    url: uploadUrl(gdrive, 'resumable'),
    headers,
    body: new Blob([JSON.stringify({ name, parents: [parent] })]),
  })
  const session = answer.headers.get('location')
  if (!answer.ok || session === null) throw await refusal(answer)
  await answer.arrayBuffer()
  return session
}

/** 308 says how much there is. */
async function put(session: string, piece: Uint8Array<ArrayBuffer>, range: string): Promise<Response> {
  const answer = await sendRequest({ method: 'PUT', url: session, headers: { 'content-range': range }, body: new Blob([piece]) })
  if (answer.ok || answer.status === 308) return answer
  throw await refusal(answer)
}

async function refusal(answer: Response): Promise<Error> {
  const data: unknown = await answer.json().catch(() => undefined)
  return Object.assign(new Error(`it answered with ${answer.status}`), { response: { status: answer.status, data } })
}
