import { type BigIntStats, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { type DvcIgnore, IGNORE_FILE } from '../ignoring/index.ts'
import { decodeName, relativeBelow, toFileError, toFsPath } from '../paths/index.ts'

/** A file as it was found; where a link stands, the file that it leads to. */
export interface FoundFile {
  /** Relative to the folder that is gone through; `''` for a file that was asked for itself. */
  readonly path: string
  /** Where its bytes are. */
  readonly source: string
  readonly state: BigIntStats
  /** Where the link leads that stands there. */
  readonly destination: string | undefined
}

/** Files of one folder that come together; of a larger one the rest follows. What is said of few is let go before it has to be moved in memory. */
const PART = 256

/** One folder of those that are gone through, or a part of a large one; links come with the last part. */
export interface FoundFolder {
  /** Relative to where it began: `''` at first. */
  readonly path: string
  readonly files: readonly FoundFile[]
  /** Names that are links to folders; they are not entered. */
  readonly folderLinks: readonly string[]
  /** Paths of links that lead nowhere, for those who do not want an error. */
  readonly broken: readonly string[]
}

export interface ScanOptions {
  /** Undefined: nothing is ignored. */
  readonly ignore: DvcIgnore | undefined
  /** Whether a link that leads nowhere, and a `.dvcignore`, are errors, as they are in data that is taken in. */
  readonly isStrict: boolean
}

/** Goes through a folder, folder by folder, without what is ignored. Throws for what is no file, folder or link, and what can not be read. */
export function* scanFolder(folder: string, { ignore, isStrict }: ScanOptions): Generator<FoundFolder> {
  const waiting = ['']
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const whole = path === '' ? folder : `${folder}/${path}`
    const listed = list(whole)
    const names = ignore === undefined ? listed : withoutIgnored(whole, listed, ignore)
    if (isStrict) assertCanBeTaken(whole, names)
    const below = (name: string): string => (path === '' ? name : `${path}/${name}`)
    const broken: string[] = []
    let files: FoundFile[] = []
    for (const name of names.files) {
      const found = look(below(name), `${whole}/${name}`, isStrict)
      if (found === undefined) broken.push(below(name))
      else files.push(found)
      if (files.length < PART) continue
      yield { path, files, folderLinks: [], broken: [] }
      files = []
    }
    yield { path, files, folderLinks: names.folderLinks, broken }
    for (const name of names.folders) waiting.push(below(name))
  }
}

/** The file at a path; undefined where there is none, or a folder. */
export function lookAtFile(path: string): FoundFile | undefined {
  try {
    const stats = statSync(toFsPath(path), { throwIfNoEntry: false })
    return stats === undefined || stats.isDirectory() ? undefined : look('', path, true)
  } catch (error) {
    throw toFileError(error, path)
  }
}

interface Names {
  readonly files: readonly string[]
  readonly folders: readonly string[]
  readonly folderLinks: readonly string[]
}

function list(folder: string): Names {
  const names = { files: [] as string[], folders: [] as string[], folderLinks: [] as string[] }
  try {
    for (const entry of readdirSync(toFsPath(folder), { encoding: 'latin1', withFileTypes: true })) {
      const name = decodeName(entry.name)
      if (entry.isDirectory()) names.folders.push(name)
      else if (entry.isSymbolicLink() && isFolder(`${folder}/${name}`)) names.folderLinks.push(name)
      else names.files.push(name)
    }
  } catch (error) {
    throw toFileError(error, folder)
  }
  return names
}

function withoutIgnored(folder: string, { files, folders, folderLinks }: Names, ignore: DvcIgnore): Names {
  const rules = ignore.folder(folder, { folders, hasIgnoreFile: files.includes(IGNORE_FILE) })
  if (rules.ignoresAll) return { files: [], folders: [], folderLinks: [] }
  const below = relativeBelow(ignore.root, folder)
  if (below === undefined) return { files, folders, folderLinks }
  const prefix = below === '' ? '' : `${below}/`
  return {
    files: files.filter((name) => !rules.ignores(prefix + name, false)),
    folders: folders.filter((name) => !rules.ignores(prefix + name, true)),
    folderLinks: folderLinks.filter((name) => !rules.ignores(prefix + name, true)),
  }
}

function look(path: string, whole: string, isStrict: boolean): FoundFile | undefined {
  let state: BigIntStats
  try {
    state = lstatSync(toFsPath(whole), { bigint: true })
    if (state.isFile()) return { path, source: whole, state, destination: undefined }
    if (state.isSymbolicLink()) {
      const target = statSync(toFsPath(whole), { bigint: true })
      if (target.isFile()) {
        const destination = decodeName(readlinkSync(toFsPath(whole), 'latin1'))
        return { path, source: decodeName(realpathSync(toFsPath(whole), 'latin1')), state: target, destination }
      }
      state = target
    }
  } catch (error) {
    if (!isStrict && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw toFileError(error, whole)
  }
  const kind = state.isFIFO() ? 'a FIFO' : state.isSocket() ? 'a socket' : 'a device'
  throw new RepriseError('INVALID_PARAMETER_VALUE', `'${whole}' is ${kind}, which has no content.`, {
    hint: 'Move it elsewhere, or name it in .dvcignore.',
  })
}

function isFolder(path: string): boolean {
  try {
    return statSync(toFsPath(path), { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    return false
  }
}

/** Throws for names that no tree may have: DVC can not read those that are not UTF-8. */
function assertCanBeTaken(folder: string, { files, folders }: Names): void {
  if (files.includes(IGNORE_FILE)) throw ignoreFileInside(folder)
  for (const name of [...files, ...folders]) {
    if (name.isWellFormed()) continue
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The name ${JSON.stringify(name)} in '${folder}' is not UTF-8.`, {
      hint: 'Rename it, or name it in .dvcignore.',
    })
  }
}

function ignoreFileInside(folder: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `${IGNORE_FILE} file should not be in collected dir path: '${folder}'`, {
    hint: 'Put its patterns into the .dvcignore of a folder above the data.',
  })
}
