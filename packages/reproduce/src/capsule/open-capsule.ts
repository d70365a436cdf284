import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { RepriseError } from '@reprise/protocol'
import { type CapsuleRun, capsuleRun, CRATE, decodeDocument, LARGEST_DOCUMENT, MANIFEST, manifest, RUN } from './format.ts'
import { parseSeries } from './series-lines.ts'
import { damaged, readMember, readZip, type StoredMember } from './zip/read-zip.ts'
import type { Member } from './zip/write-zip.ts'

/** A capsule whose list of members is known to be whole, and whose run can be read. */
export interface Capsule extends AsyncDisposable {
  /** SHA-256 of its manifest: names the content of the capsule. */
  readonly digest: string
  readonly members: readonly Member[]
  readonly run: CapsuleRun
  /** The bytes of a member, a chunk at a time. */
  read(path: string): AsyncGenerator<Uint8Array, void, undefined>
}

/** Opens a capsule, which may come from a stranger. Throws INVALID_PARAMETER_VALUE for what is none. Digests are held against the bytes by {@link verifyCapsule}. */
export async function openCapsule(path: string): Promise<Capsule> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The file ${path} can not be read (${cause.code ?? cause.message}).`, { cause })
  })
  try {
    return await readCapsule(file)
  } catch (error) {
    await file.close()
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR') throw damaged('it is a folder')
    throw error
  }
}

/** Ids are shown and kept as a tag. Servers give 32 hexadecimal digits. */
const runId = /^[\w-]{1,64}$/

async function readCapsule(file: FileHandle): Promise<Capsule> {
  const stored = new Map((await readZip(file)).map((member) => [member.name, member]))
  const manifestBytes = await readDocument(file, stored.get(MANIFEST), MANIFEST)
  const { members } = decodeDocument(manifest, manifestBytes, MANIFEST)
  const listed = new Map(members.map((member) => [member.path, member]))
  if (listed.size !== members.length || listed.size !== stored.size - 1) throw damaged(`its members are not those of ${MANIFEST}`)
  for (const { path, size } of members) {
    if (path === MANIFEST || stored.get(path)?.size !== size) throw damaged(`${JSON.stringify(path)} is not as ${MANIFEST} lists it`)
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
      if (listed.has(path.slice(0, end))) throw damaged(`${JSON.stringify(path.slice(0, end))} is a file and a folder`)
  }
  if (!listed.has(CRATE)) throw damaged(`it has no ${CRATE}`)
  const runBytes = await readDocument(file, stored.get(RUN), RUN)
  if (sha256Of(runBytes) !== listed.get(RUN)?.sha256) throw damaged(`the digest of ${RUN} is another`)
  const run = decodeDocument(capsuleRun, runBytes, RUN)
  if (!runId.test(run.run.info.run_id)) throw damaged('its run has no id')
  const places = new Set(run.series.map(({ member }) => member))
  const metrics = members.filter(({ path }) => path.startsWith('metrics/'))
  if (places.size !== run.series.length || places.size !== metrics.length || !metrics.every(({ path }) => places.has(path)))
    throw damaged(`its metrics are not those of ${RUN}`)
  return {
    digest: sha256Of(manifestBytes),
    members,
    run,
    read: (path) => {
      const member = stored.get(path)
      if (member === undefined) throw damaged(`it has no ${JSON.stringify(path)}`)
      return readMember(file, member)
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

/** Holds every member against its digest, and reads every point. Throws INVALID_PARAMETER_VALUE with the first that is not as it should be. */
export async function verifyCapsule(capsule: Capsule, progress: (fraction: number, what: string) => void = () => undefined): Promise<void> {
  const total = capsule.members.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const { path, size, sha256 } of capsule.members) {
    progress(total === 0 ? 1 : done / total, `checking ${path}`)
    const hash = createHash('sha256')
    for await (const chunk of capsule.read(path)) hash.update(chunk)
    if (hash.digest('hex') !== sha256) throw damaged(`the digest of ${JSON.stringify(path)} is another`)
    done += size
  }
  for (const { key, member, points } of capsule.run.series) {
    let count = 0
    for await (const _ of parseSeries(capsule.read(member), member)) count++
    if (count !== points) throw damaged(`the metric ${JSON.stringify(key)} has ${count} points, not ${points}`)
  }
}

async function readDocument(file: FileHandle, member: StoredMember | undefined, name: string): Promise<Uint8Array> {
  if (member === undefined) throw damaged(`it has no ${name}`)
  if (member.size > LARGEST_DOCUMENT) throw damaged(`${name} is too large`)
  const chunks: Uint8Array[] = []
  for await (const chunk of readMember(file, member)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
