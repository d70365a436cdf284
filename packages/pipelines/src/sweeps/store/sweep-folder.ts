import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { type HeldLock, LOCK_MESSAGE, takeLock } from '../../locks/index.ts'
import { replaceFile, toFileError } from '../../paths/index.ts'
import { parsePoint, type PointRecord, printPoint, type SweepDefinition } from './records.ts'

/**
 * A sweep on disk, in `.dvc/tmp/sweeps/NAME`: `sweep.json` is what was asked for, `base` the work tree that all points begin with, `points/N/point.json` what became of
 * each, beside its output and the files that it made. Every file is replaced at once, so that a sweep can be ended anywhere and go on.
 */
export class SweepFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1)
  }

  /** The work tree as it was when the sweep began. */
  get base(): string {
    return join(this.path, 'base')
  }

  /** Where a point runs; nothing is kept of it. */
  workspaceOf(number: number): string {
    return join(this.#folderOf(number), 'workspace')
  }

  outputOf(number: number): string {
    return join(this.#folderOf(number), 'output.log')
  }

  /** A file that is kept of a point, by its path from the root of the project. */
  fileOf(number: number, path: string): string {
    return join(this.#folderOf(number), 'files', path)
  }

  get definition(): SweepDefinition {
    return this.#read('sweep.json', (text) => JSON.parse(text) as SweepDefinition)
  }

  set definition(definition: SweepDefinition) {
    this.#write('sweep.json', `${JSON.stringify(definition, undefined, 2)}\n`)
  }

  points(): PointRecord[] {
    const folder = join(this.path, 'points')
    const names = existsSync(folder) ? readdirSync(folder) : []
    return names
      .filter((name) => existsSync(join(folder, name, 'point.json')))
      .map((name) => this.#read(`points/${name}/point.json`, (text) => parsePoint(text, `points/${name}/point.json`)))
      .toSorted((left, right) => left.number - right.number)
  }

  put(record: PointRecord): void {
    this.#write(`points/${record.number}/point.json`, printPoint(record))
  }

  /** Keeps a file of the point's work tree. */
  keepFile(number: number, path: string, from: string): void {
    const target = this.fileOf(number, path)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(from, target)
  }

  /** Throws RESOURCE_CONFLICT where another process works on the sweep. */
  async hold(signal: AbortSignal): Promise<HeldLock> {
    try {
      return await takeLock(join(this.path, 'lock'), { signal })
    } catch (cause) {
      if (!(cause instanceof RepriseError && cause.message === LOCK_MESSAGE)) throw cause
      throw new RepriseError('RESOURCE_CONFLICT', `another process is working on sweep ${this.name}.`, { cause })
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 })
  }

  #folderOf(number: number): string {
    return join(this.path, 'points', String(number))
  }

  #read<Content>(name: string, parse: (text: string) => Content): Content {
    const path = join(this.path, name)
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch (error) {
      throw toFileError(error, path)
    }
    try {
      return parse(text)
    } catch (cause) {
      throw new RepriseError('DATA_LOSS', `${path} is damaged.`, { hint: `Remove the sweep: reprise sweep remove ${this.name}`, cause })
    }
  }

  #write(name: string, text: string): void {
    const path = join(this.path, name)
    mkdirSync(dirname(path), { recursive: true })
    replaceFile(path, text)
  }
}

/** The sweeps of a project, oldest first. */
export function listSweeps(temporary: string): SweepFolder[] {
  const folder = join(temporary, 'sweeps')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'sweep.json'))) : []
  return names.toSorted((left, right) => Number(left) - Number(right)).map((name) => new SweepFolder(join(folder, name)))
}

/** A new one, with the next number for a name. */
export function createSweepFolder(temporary: string): SweepFolder {
  const folder = join(temporary, 'sweeps')
  mkdirSync(folder, { recursive: true })
  for (let number = 1 + Math.max(0, ...readdirSync(folder).map(Number).filter(Number.isInteger)); ; number++) {
    try {
      mkdirSync(join(folder, String(number)))
      return new SweepFolder(join(folder, String(number)))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw toFileError(error, folder)
    }
  }
}

/** The sweep of a name, or the newest. Throws RESOURCE_DOES_NOT_EXIST. */
export function findSweep(temporary: string, name: string | undefined): SweepFolder {
  const sweeps = listSweeps(temporary)
  const found = name === undefined ? sweeps.at(-1) : sweeps.find((sweep) => sweep.name === name)
  if (found !== undefined) return found
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', name === undefined ? 'there is no sweep yet.' : `there is no sweep '${name}'.`, {
    hint: name === undefined ? 'Start one: reprise sweep -S KEY=VALUE,VALUE' : 'See: reprise sweep list',
  })
}
