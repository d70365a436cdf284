import { spawn } from 'node:child_process'
import { constants, createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openRepository, type Repository } from '@reprise/pipelines/repository'
import { checkoutData } from '@reprise/pipelines/tracking'
import { type PointRecord, readResult, type SweepDefinition, type SweepFolder, writeParams } from '@reprise/pipelines/sweeps'
import { cacheFolderOf } from '../cache-folder.ts'
import { readEnd } from './read-end.ts'
import { readProjectText } from './read-project-text.ts'
import { spellPoint } from './spell-point.ts'

export interface PointSurroundings {
  readonly folder: SweepFolder
  readonly definition: SweepDefinition
  /** The project's folder in the copy of the work tree, from its top; empty where they are the same. */
  readonly project: string
  /** Of the commands. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** Runs one point in a work tree of its own, by `reprise repro` in a process of its own. Answers what became of it; where the sweep is ended meanwhile, it waits again. */
export async function runPoint(surroundings: PointSurroundings, record: PointRecord): Promise<PointRecord> {
  const { folder, signal } = surroundings
  const { number, point } = record
  const began = Date.now()
  const fresh: PointRecord = { number, point, state: 'running', started: began }
  folder.put(fresh)
  const workspace = folder.workspaceOf(number)
  try {
    const root = await prepare(surroundings, fresh)
    const ended = await reproduce(surroundings, fresh, root)
    if (signal.aborted) return keep(folder, { number, point, state: 'waiting' })
    const milliseconds = Date.now() - began
    if (ended.error !== undefined) return keep(folder, { ...fresh, ...ended, state: 'failed', milliseconds })
    const result = await inRepository(surroundings, root, (repository) => readResult(repository, surroundings.definition.metric))
    for (const path of result.files) folder.keepFile(number, path, join(root, path))
    return keep(folder, { ...fresh, ...ended, ...result, state: 'done', milliseconds })
  } catch (error) {
    if (signal.aborted) return keep(folder, { number, point, state: 'waiting' })
    const message = error instanceof Error ? error.message : String(error)
    return keep(folder, { ...fresh, state: 'failed', milliseconds: Date.now() - began, error: message })
  } finally {
    rmSync(workspace, { recursive: true, force: true, maxRetries: 3 })
  }
}

function keep(folder: SweepFolder, record: PointRecord): PointRecord {
  folder.put(record)
  return record
}

/** Makes the work tree: as it was when the sweep began, with the values of the point and the data that are recorded. */
async function prepare(surroundings: PointSurroundings, { number, point }: PointRecord): Promise<string> {
  const { folder, project } = surroundings
  const workspace = folder.workspaceOf(number)
  rmSync(workspace, { recursive: true, force: true, maxRetries: 3 })
  mkdirSync(dirname(workspace), { recursive: true })
  await cp(folder.base, workspace, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  const root = join(workspace, project)
  for (const file of new Set(point.map((assignment) => assignment.file))) {
    const path = join(root, file)
    const assignments = point.filter((assignment) => assignment.file === file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, writeParams(readProjectText(path), file, assignments))
  }
  await inRepository(surroundings, root, async (repository) => {
    await repository.turn.take()
    await checkoutData(repository, [], { isForced: true })
  })
  return root
}

async function inRepository<Result>(
  { env, signal }: PointSurroundings,
  root: string,
  use: (repository: Repository) => Promise<Result>,
): Promise<Result> {
  await using repository = await openRepository({ root, cwd: root, env, memoryFolder: `${cacheFolderOf(env)}/data`, signal })
  return await use(repository)
}

/** What the process said of itself. */
type Ended = Pick<PointRecord, 'run' | 'stages' | 'error'>

async function reproduce(surroundings: PointSurroundings, record: PointRecord, root: string): Promise<Ended> {
  const { folder, definition, env, signal } = surroundings
  const { number, point } = record
  const words = ['repro', '--json', ...definition.options, ...tagsOf(surroundings, record), ...definition.targets]
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...words], {
    cwd: join(root, definition.folder),
    env: { ...env, REPRISE_SWEEP_POINT: String(number) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  folder.put({ ...record, pid: child.pid })
  // A signal from a terminal has reached it already; twice in a moment is once.
  const onAbort = (): void => void child.kill(signal.reason === 'SIGINT' || signal.reason === 'SIGHUP' ? signal.reason : 'SIGTERM')
  signal.addEventListener('abort', onAbort)
  try {
    return await readEnd(child, createWriteStream(folder.outputOf(number)), `point ${number} (${spellPoint(point)})`)
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function tagsOf({ folder, definition }: PointSurroundings, { number }: PointRecord): string[] {
  if (definition.tracking === undefined) return []
  return [
    '--run-name',
    `point ${number} of sweep ${folder.name}`,
    '--tag',
    `reprise.sweep=${folder.name}`,
    '--tag',
    `reprise.point=${number}`,
  ]
}
