import { setImmediate as yieldTurn, setTimeout as sleep } from 'node:timers/promises'
import { hashFiles } from '@reprise/objects/hashing'
import { RepriseError } from '@reprise/protocol/errors'
import type { HashName } from '../cache/index.ts'
import { unpackState } from '../hashing/index.ts'
import type { Task } from '../threads/index.ts'
import { toFileError, toFsPath } from '../paths/index.ts'
import { Rounds } from './rounds.ts'
import type { FoundFile } from './scan-folder.ts'
import { storeOf, type Workspace } from './workspace.ts'

/** Files of the first round and of the largest: that few rounds are worked on at once bounds memory. */
const FIRST_ROUND = 1_024
const ROUND = 8_192
/** Files that are looked at before other work gets its turn. */
const TURN = 512
/** Bytes that take longer to read than the milliseconds after which a file's times tell that it was written again. */
const LARGE = 64n * 1024n * 1024n
const TICK_MS = 120
/** Files of one job at most, and their bytes. */
const JOB_FILES = 128
const JOB_BYTES = 8 * 1024 * 1024
/** Times that a file which is being written is read again. */
const ATTEMPTS = 3

export interface DataProgress {
  readonly files: number
  readonly bytes: number
}

export interface CollectOptions {
  readonly hash: HashName
  /** Whether the files are taken into the cache, too. */
  readonly isStored: boolean
  readonly signal?: AbortSignal | undefined
  /** Called after each round of some thousand files. */
  readonly onProgress?: ((progress: DataProgress) => void) | undefined
}

/** A file with its digest. */
export interface HashedFile {
  readonly found: FoundFile
  readonly md5: string
}

/**
 * Finds the digest of each file: from memory where it has not changed, else by reading it; with `isStored` files whose objects are not there are
 * taken in. Files that need work are worked on some thousand at a time, so that neither the number nor the size of files needs memory. Throws when one can not
 * be read or does not stop changing; nothing is under way any more then.
 */
export async function collectFiles(
  workspace: Workspace,
  folders: Iterable<readonly FoundFile[]>,
  options: CollectOptions & { readonly onFiles: (files: readonly HashedFile[]) => void },
): Promise<void> {
  const { hash, isStored, signal, onFiles, onProgress } = options
  const done = { files: 0, bytes: 0 }
  const settle = (files: readonly HashedFile[]): void => {
    done.files += files.length
    for (const { found } of files) done.bytes += Number(found.state.size)
    onFiles(files)
  }
  let waiting: Waiting[] = []
  let [seen, size] = [0, FIRST_ROUND]
  await using rounds = new Rounds()
  for (const files of folders) {
    const hashed: HashedFile[] = []
    for (const found of files) {
      const md5 = workspace.hashes.find(hash, found.state)
      // Most files of most folders are known: what was looked up is let go again at once.
      if (md5 === undefined || isStored) waiting.push({ found, md5 })
      else hashed.push({ found, md5 })
    }
    if (hashed.length > 0) settle(hashed)
    if (waiting.length >= size) {
      await rounds.next()
      rounds.begin(hashRound(workspace, waiting, options).then(settle))
      waiting = []
      size = Math.min(2 * size, ROUND)
    }
    seen += files.length
    if (seen < TURN) continue
    seen = 0
    signal?.throwIfAborted()
    onProgress?.({ ...done })
    await yieldTurn()
  }
  if (waiting.length > 0) rounds.begin(hashRound(workspace, waiting, options).then(settle))
  await rounds.end()
  onProgress?.({ ...done })
}

/** A file with what was known of it. */
interface Waiting {
  readonly found: FoundFile
  readonly md5: string | undefined
}

async function hashRound(workspace: Workspace, round: readonly Waiting[], options: CollectOptions): Promise<HashedFile[]> {
  const { hash, isStored, signal } = options
  const digests = round.map(({ md5 }) => md5)
  const missing = isStored ? await storeOf(workspace, hash).missing(definedOf(digests), signal) : undefined
  let toRead = [...digests.keys()].filter((index) => {
    const md5 = digests[index]
    return md5 === undefined || missing?.has(md5) === true
  })
  for (let attempt = 1; toRead.length > 0; attempt++) {
    const read = await readFiles(
      workspace,
      toRead.flatMap((index) => round[index]?.found ?? []),
      options,
    )
    for (const [place, index] of toRead.entries()) digests[index] = read[place]
    toRead = toRead.filter((index) => digests[index] === undefined)
    const [first] = toRead
    if (first !== undefined && attempt === ATTEMPTS) throw keepsChanging(round[first]?.found.source ?? '')
  }
  return round.map(({ found }, index) => ({ found, md5: digests[index] ?? '' }))
}

function* definedOf(digests: readonly (string | undefined)[]): Generator<string> {
  for (const md5 of digests) if (md5 !== undefined) yield md5
}

/** The digests of files; undefined for those that were written meanwhile. */
async function readFiles(workspace: Workspace, files: readonly FoundFile[], options: CollectOptions): Promise<(string | undefined)[]> {
  await waitForTick(files)
  if (options.isStored) return storeAll(workspace, files, options)
  return options.hash === 'md5' ? hashAll(workspace, files, options) : hashAllLegacy(workspace, files, options)
}

/** A file that was written a moment ago would not be remembered: where that means to read much again, the moment is let pass. */
async function waitForTick(files: readonly FoundFile[]): Promise<void> {
  const bytes = files.reduce((sum, { state }) => sum + state.size, 0n)
  const age = Date.now() - Math.max(...files.slice(0, ROUND).map(({ state }) => Number(state.ctimeNs / 1_000_000n)))
  if (bytes > LARGE && age >= 0 && age < TICK_MS) await sleep(TICK_MS - age)
}

async function hashAll({ hashes }: Workspace, files: readonly FoundFile[], { signal }: CollectOptions): Promise<(string | undefined)[]> {
  const outcomes = await hashFiles(
    files.map(({ source, state }) => ({ path: toFsPath(source), state })),
    { algorithms: ['md5'], cache: hashes.md5, signal },
  )
  return outcomes.map((outcome, index) => {
    const source = files[index]?.source ?? ''
    if (outcome.kind === 'unreadable') throw toFileError(Object.assign(new Error(outcome.reason), { code: outcome.reason }), source)
    if (outcome.kind !== 'hashed') return undefined
    return outcome.hashes.md5
  })
}

async function hashAllLegacy(
  { workers, hashes }: Workspace,
  files: readonly FoundFile[],
  { signal }: CollectOptions,
): Promise<(string | undefined)[]> {
  const digests = new Map<string, string>()
  const startedNs = BigInt(Date.now()) * 1_000_000n
  const toJob = (paths: string[]): Task<'hash-legacy'>['job'] => ({ kind: 'hash-legacy', paths })
  await workers.run(
    toTasks(files, (batch) => toJob(batch.map(({ source }) => source))),
    ({ digests: found, states, problems }, { paths }) => {
      throwProblem(problems, paths)
      for (const [index, path] of paths.entries()) {
        const md5 = found[index] ?? ''
        const state = unpackState(states, index)
        digests.set(path, md5)
        if (state !== undefined) hashes.learn('md5-dos2unix', { state, md5 }, startedNs)
      }
    },
    signal,
  )
  return files.map(({ source }) => digests.get(source))
}

async function storeAll(
  workspace: Workspace,
  files: readonly FoundFile[],
  { hash, signal }: CollectOptions,
): Promise<(string | undefined)[]> {
  const { workers, hashes, links } = workspace
  const digests = new Map<string, string>()
  const { folder, folderMode } = storeOf(workspace, hash)
  const asHardlinks = links[0] === 'hardlink'
  const toJob = (batch: readonly FoundFile[]): Task<'store'>['job'] => ({
    kind: 'store',
    folder,
    hash,
    folderMode,
    asHardlinks,
    paths: batch.map(({ source }) => source),
  })
  await workers.run(
    toTasks(files, toJob),
    ({ digests: found, states, problems, startedNs }, { paths }) => {
      throwProblem(
        problems.filter(({ code }) => code !== 'changed'),
        paths,
      )
      for (const [index, path] of paths.entries()) {
        const state = unpackState(states, index)
        if (state === undefined) continue
        const md5 = found[index] ?? ''
        digests.set(path, md5)
        if (asHardlinks) hashes.learnMade(hash, { state, md5 })
        else hashes.learn(hash, { state, md5 }, startedNs)
      }
    },
    signal,
  )
  return files.map(({ source }) => digests.get(source))
}

/** Large files first and alone, so that none is begun last; small ones many at a time. */
function* toTasks<Job>(
  files: readonly FoundFile[],
  toJob: (batch: FoundFile[]) => Job,
): Generator<{ readonly job: Job; readonly bytes: number }> {
  const large = files.filter(({ state }) => state.size >= JOB_BYTES).sort((a, b) => Number(b.state.size - a.state.size))
  for (const file of large) yield { job: toJob([file]), bytes: Number(file.state.size) }
  let batch: FoundFile[] = []
  let bytes = 0
  for (const file of files) {
    if (file.state.size >= JOB_BYTES) continue
    batch.push(file)
    bytes += Number(file.state.size)
    if (batch.length < JOB_FILES && bytes < JOB_BYTES) continue
    yield { job: toJob(batch), bytes }
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield { job: toJob(batch), bytes }
}

function throwProblem(problems: readonly { readonly index: number; readonly code: string }[], paths: readonly string[]): void {
  const [first] = problems
  if (first === undefined) return
  throw toFileError(Object.assign(new Error(first.code), { code: first.code }), paths[first.index] ?? '')
}

function keepsChanging(path: string): RepriseError {
  return new RepriseError('RESOURCE_CONFLICT', `'${path}' is being written: it changed each time it was read.`, {
    hint: 'Wait until whatever writes it is done.',
  })
}
