import { access, copyFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { encodeJson, RepriseError } from '@reprise/protocol'
import { randomId } from '../runs/random-id.ts'
import type { Target } from '../spool/deliver.ts'
import { isPassing } from '../spool/is-passing.ts'
import { toSpaceError } from '../spool/space.ts'
import type { Writer } from '../writing/writer.ts'
import { type Figure, figureBytes } from './figure.ts'
import { listFiles } from './list-files.ts'
import { streamFile } from './stream-file.ts'
import { type Table, toTableDocument } from './table.ts'

const PARALLEL = 8

/** Uploads artifacts of one run, or leaves them in the spool while the server is away. Rejects where `Run` says so. */
export interface ArtifactWriter {
  file(path: string, artifactFolder?: string): Promise<void>
  folder(path: string, options: { readonly artifactFolder?: string; readonly parallel?: number }): Promise<void>
  /** A file under another name than its own. */
  fileAs(path: string, artifactPath: string): Promise<void>
  bytes(bytes: Uint8Array, artifactPath: string): Promise<void>
  text(text: string, artifactPath: string): Promise<void>
  json(value: unknown, artifactPath: string): Promise<void>
  figure(figure: Figure, artifactPath: string): Promise<void>
  table(table: Table, artifactPath: string): Promise<void>
  /** Settles when no upload is under way. */
  settled(): Promise<void>
}

export interface ArtifactWriterParts {
  readonly runId: string
  readonly target: Target
  readonly writer: Writer
  /** Settles once it is known whether the server has the run. */
  readonly started: Promise<unknown>
  readonly assertOpen: () => void
}

type Content = { readonly path: string } | { readonly bytes: Uint8Array }

export function createArtifactWriter(parts: ArtifactWriterParts): ArtifactWriter {
  const underWay = new Set<Promise<void>>()
  const tables: { path: string; type: 'table' }[] = []
  const begin = (work: () => Promise<void>): Promise<void> => {
    parts.assertOpen()
    const upload = work()
    underWay.add(upload)
    const forget = (): unknown => underWay.delete(upload)
    upload.then(forget, forget)
    return upload
  }
  const putText = (text: string, artifactPath: string): Promise<void> =>
    send(artifactPath, { bytes: new TextEncoder().encode(text) }, parts)
  return {
    file: (path, artifactFolder) => begin(() => send(joinPath(artifactFolder, basename(path)), { path }, parts)),
    fileAs: (path, artifactPath) => begin(() => send(artifactPath, { path }, parts)),
    bytes: (bytes, artifactPath) => begin(() => send(artifactPath, { bytes }, parts)),
    folder: (path, { artifactFolder, parallel = PARALLEL }) =>
      begin(async () => {
        const files = listFiles(path)
        const work = async (): Promise<void> => {
          for (let next = await files.next(); next.done !== true; next = await files.next()) {
            await send(joinPath(artifactFolder, next.value.relative), { path: next.value.path }, parts)
          }
        }
        await Promise.all(Array.from({ length: parallel }, work))
      }),
    text: (text, artifactPath) => begin(() => putText(text, artifactPath)),
    json: (value, artifactPath) => begin(() => putText(JSON.stringify(value, undefined, 2) ?? 'null', artifactPath)),
    figure: (figure, artifactPath) => begin(async () => send(artifactPath, { bytes: await figureBytes(figure) }, parts)),
    table: (table, artifactPath) =>
      begin(async () => {
        await send(artifactPath, { bytes: encodeJson(toTableDocument(table)) }, parts)
        if (!tables.some(({ path }) => path === artifactPath)) tables.push({ path: artifactPath, type: 'table' })
        // By this tag MLflow's user interface finds the tables of a run.
        parts.writer.tag('mlflow.loggedArtifacts', JSON.stringify(tables))
      }),
    settled: async () => {
      await Promise.allSettled(underWay)
    },
  }
}

async function send(artifactPath: string, content: Content, parts: ArtifactWriterParts): Promise<void> {
  if ('path' in content) await access(content.path)
  await parts.started
  const { target, writer } = parts
  if (target.run === undefined || writer.isAway) return keep(artifactPath, content, parts)
  try {
    await target.client.uploadArtifact(
      target.run.artifact_uri ?? '',
      artifactPath,
      'path' in content ? streamFile(content.path) : content.bytes,
    )
  } catch (error) {
    if (!(error instanceof RepriseError) || !isPassing(error) || isRefusedElsewhere(error, target)) throw error
    await keep(artifactPath, content, parts, error)
  }
}

/** Keys that S3 itself refuses are no trouble of the tracking server: all that is logged later would wait behind a file that may never be let in. */
function isRefusedElsewhere({ code }: RepriseError, { run }: Target): boolean {
  return code === 'PERMISSION_DENIED' && run?.artifact_uri?.startsWith('s3://') === true
}

/** Keeps the bytes as they are now in the spool, to be uploaded when the server is back. */
async function keep(
  artifactPath: string,
  content: Content,
  { runId, target, writer }: ArtifactWriterParts,
  cause?: RepriseError,
): Promise<void> {
  const file = randomId()
  const path = target.fileFor(file)
  if (path === undefined) {
    throw (
      cause ?? new RepriseError('TEMPORARILY_UNAVAILABLE', `${artifactPath} can not be uploaded now, and there is no spool to keep it in.`)
    )
  }
  const size = 'path' in content ? (await stat(content.path)).size : content.bytes.length
  writer.reserve(size)
  try {
    await ('path' in content ? copyFile(content.path, path) : writeFile(path, content.bytes, { mode: 0o600 }))
    const lost = writer.append('uploadArtifact', { run_id: runId, path: artifactPath, file })
    if (lost !== undefined) throw lost
  } catch (error) {
    await rm(path, { force: true })
    writer.reserve(-size)
    throw toSpaceError(error, path)
  }
}

function joinPath(folder: string | undefined, name: string): string {
  return folder === undefined || folder === '' ? name : `${folder.replace(/\/+$/, '')}/${name}`
}
