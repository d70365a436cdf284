import { open, rename, rm, stat } from 'node:fs/promises'
import type { ArtifactEntry, Client } from '@reprise/client'
import { encodeJson, RepriseError, type Run } from '@reprise/protocol'
import { readRun } from '../original/read-original.ts'
import { describeCrate } from './crate/describe-crate.ts'
import { ARTIFACTS, CAPSULE_FORMAT, CRATE, MANIFEST, RUN } from './format.ts'
import { printSeries } from './series-lines.ts'
import { zip } from './zip/layout.ts'
import { createZipWriter, type Member, tooLarge, type ZipWriter } from './zip/write-zip.ts'

export interface ExportOptions {
  /** Where the capsule goes; nothing may be there. */
  readonly file: string
  /** Told what is written, and how much of the artifacts has been, from 0 to 1. */
  readonly progress?: (fraction: number, what: string) => void
  readonly signal?: AbortSignal | undefined
}

export interface ExportedCapsule {
  readonly run: string
  readonly file: string
  /** Bytes of the archive. */
  readonly size: number
  readonly members: readonly Member[]
  readonly points: number
  /** Whether the run has a record, without which it can not be reproduced. */
  readonly hasRecord: boolean
}

/**
 * Writes everything that a server knows of a run into one archive. The same run gives the same bytes. Nothing is left at `file` unless it is
 * whole. Rejects with RESOURCE_ALREADY_EXISTS where something is there, with PAYLOAD_TOO_LARGE past 4 GB.
 */
export async function exportCapsule(client: Client, id: string, options: ExportOptions): Promise<ExportedCapsule> {
  const { file } = options
  await assertFree(file)
  const part = `${file}.part`
  const handle = await open(part, 'w').catch((error: unknown) => {
    throw explain(error, file)
  })
  try {
    const writer = createZipWriter(handle)
    const written = await writeRun(client, id, { writer, options })
    await writer.end()
    const { size } = await handle.stat()
    await handle.sync()
    await assertFree(file)
    await rename(part, file)
    return { ...written, file, size }
  } catch (error) {
    await rm(part, { force: true })
    throw explain(error, file)
  } finally {
    await handle.close()
  }
}

const ofTheWhole = /^reprise\/(?:code|environment)\//

interface Writing {
  readonly writer: ZipWriter
  readonly options: ExportOptions
}

async function writeRun(client: Client, id: string, { writer, options }: Writing): Promise<Omit<ExportedCapsule, 'file' | 'size'>> {
  const { progress = () => undefined, signal } = options
  const { run, artifactUri, wholeUri, record } = await readRun(client, id)
  const { experiment } = await client.getExperiment({ experiment_id: run.info.experiment_id })
  const own = await listAll(client, artifactUri)
  // Of a stage, the code is with the run of the pipeline.
  const whole = wholeUri === artifactUri ? [] : (await listAll(client, wholeUri)).filter(({ path }) => ofTheWhole.test(path))
  const artifacts = [...own.map((entry) => ({ ...entry, uri: artifactUri })), ...whole.map((entry) => ({ ...entry, uri: wholeUri }))]
  const total = artifacts.reduce((sum, { size = 0 }) => sum + size, 0)
  if (total > zip.mostBytes || artifacts.length > zip.mostMembers) throw tooLarge(total)
  const members: Member[] = []
  const series: { key: string; member: string; points: number }[] = []
  for (const { key } of (run.data?.metrics ?? []).toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    signal?.throwIfAborted()
    progress(0, key)
    let points = 0
    const member = `metrics/${series.length + 1}.jsonl`
    members.push(
      await writer.add(
        member,
        printSeries(client, { id, key }, (count) => (points += count)),
      ),
    )
    series.push({ key, member, points })
  }
  let done = 0
  for (const { path, size = 0, uri } of artifacts) {
    progress(total === 0 ? 1 : done / total, path)
    const member = await writer.add(ARTIFACTS + path, await client.downloadArtifact(uri, path, { signal }))
    if (member.size !== size) throw new RepriseError('RESOURCE_CONFLICT', `The artifact ${path} changed while it was read.`)
    members.push(member)
    done += size
  }
  const document = { format: CAPSULE_FORMAT, experiment: experiment.name, run: withoutPlace(run), series }
  members.push(await writer.add(RUN, [encodeJson(document)]))
  members.push(await writer.add(CRATE, [encodeJson(describeCrate({ run, record, members }))]))
  await writer.add(MANIFEST, [encodeJson({ format: CAPSULE_FORMAT, members })])
  return { run: run.info.run_id, members, points: series.reduce((sum, { points }) => sum + points, 0), hasRecord: record !== undefined }
}

/** Where the artifacts are is nobody's business elsewhere, and may be the address of a store. */
function withoutPlace({ info, ...rest }: Run): Run {
  return { ...rest, info: { ...info, artifact_uri: undefined } }
}

async function listAll(client: Client, artifactUri: string): Promise<ArtifactEntry[]> {
  const found: ArtifactEntry[] = []
  const folders = ['']
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of await client.listArtifacts(artifactUri, folder)) {
      if (entry.isFolder) folders.push(entry.path)
      else found.push(entry)
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** What the disk or the connection has against it, in words. */
function explain(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof RepriseError) return error
  if ('syscall' in error && 'code' in error) {
    return new RepriseError('INVALID_PARAMETER_VALUE', `The file ${file} can not be written (${String(error.code)}).`, { cause: error })
  }
  return error instanceof TypeError && error.cause !== undefined
    ? new RepriseError('TEMPORARILY_UNAVAILABLE', 'The connection to the server broke off.', { cause: error })
    : error
}

async function assertFree(file: string): Promise<void> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  )
  if (isThere)
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `There is a file ${file} already.`, { hint: 'Name another: --output FILE' })
}
