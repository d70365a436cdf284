import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileNameOf, type FileUse, isBelow, isEnvironment, isPackage, type Scan } from '../tracing/index.ts'
import { type FileToDescribe, stateOf } from './describe-files.ts'
import { followLinks } from './follow-links.ts'
import { listFolders } from './list-folders.ts'

/** Files by their names that are code when they lie in the work tree: other programs than Python and Node.js do not say what they load. */
const code =
  /\.(?:py[wxi]?|so|pyd|[cm]?[jt]sx?|sh|bash|zsh|fish|p[lm]|rb|lua|jl|[rR]|m|c|h|cc|cpp|hpp|cu|rs|go|java|kt|scala|class|jar|ipynb)$/
const MOST_DECLARED = 10_000
/** Of a folder whose files are all taken. */
const MOST_TAKEN = 1_000
/** Entries of folders that were listed. */
const MOST_LISTED = 10_000

export interface InputSearch {
  readonly uses: readonly FileUse[]
  /** Whether the files of a small folder are inputs because they are there: nobody told which of them were read. */
  readonly takesAll: boolean
  /** Whether git keeps what lies in the work tree. */
  readonly isInGit: boolean
  readonly before: Scan
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly root: string
  readonly folder: string
  readonly argv: readonly string[]
  readonly declared: readonly string[]
  /** Folders of interpreters, and the folder of this recording. */
  readonly prefixes: readonly string[]
  /** Where servers keep runs. */
  readonly stores: readonly string[]
}

export interface FoundInputs {
  readonly data: readonly FileToDescribe[]
  /** Files of the work tree that were loaded as code. */
  readonly code: readonly FileToDescribe[]
}

/**
 * The files that the command was made from: those that it read before it wrote them, those named on its command line, and those that
 * were declared. What belongs to the system and to packages is left out, as is what came to be while the command ran.
 */
export function findInputs(search: InputSearch): FoundInputs {
  const found = new Map<string, FileToDescribe & { readonly isCode: boolean }>()
  const add = (file: FileToDescribe, isModule: boolean): void => {
    const isInside = isBelow(file.path, search.root)
    if (found.has(file.path) || isElsewhere(file.path, isInside, search)) return
    found.set(file.path, { ...file, isCode: isInside && (isModule || code.test(file.path)) })
  }
  const addLink = (path: string, knownBy: FileUse['source']): void => {
    if (!isElsewhere(path, true, search)) found.set(path, { path, knownBy, isCode: false })
  }
  for (const use of search.uses) {
    if (use.isRead || use.isModule || use.isSeen || use.isListed) {
      for (const link of followLinks(use.path, search.root).links) if (wasLink(link, search)) addLink(link, use.source)
    }
    if ((use.isRead || use.isModule) && !(use.isWritten && !use.isRead)) {
      const file = toFile(use, search)
      if (file !== undefined) add(file, use.isModule)
    }
  }
  const written = new Set(search.uses.filter(({ isRead, isWritten }) => isWritten && !isRead).map(({ path }) => toReal(path)))
  for (const path of listDeclared(search.declared, search.folder)) add(withLoss({ path, knownBy: 'DECLARED' }, search), false)
  for (const word of search.argv.flatMap(listWords)) {
    const path = toReal(resolve(search.folder, word))
    if (!written.has(path) && wasThere(path, search)) add(withLoss({ path, knownBy: 'DECLARED' }, search), false)
  }
  if (search.takesAll && search.before.isWhole && search.before.files.size <= MOST_TAKEN) {
    for (const path of search.before.files.keys()) {
      if (search.stores.some((store) => isBelow(join(search.root, path), store))) continue
      const file = withLoss({ path: join(search.root, path), knownBy: 'SCAN' }, search)
      // One that was changed is taken for a result.
      if (file.lost === undefined) add(file, false)
      const real = toReal(file.path)
      if (real !== file.path && stateOf(real) !== undefined) add(withLoss({ path: real, knownBy: 'SCAN' }, search), false)
    }
  }
  const addListed = (path: string, knownBy: NonNullable<FileToDescribe['knownBy']>): void => {
    if (search.stores.some((store) => isBelow(path, store)) || found.has(path)) return
    const file = withLoss({ path, knownBy, isListed: true }, search)
    if (file.lost === undefined) add(file, false)
    const real = toReal(path)
    if (real !== path && !isBelow(real, search.root) && stateOf(real) !== undefined)
      add(withLoss({ path: real, knownBy, isListed: true }, search), false)
  }
  for (const { path, isSeen, source } of search.uses) {
    const real = toReal(path)
    if (isSeen && isBelow(real, search.root) && search.before.files.has(relative(search.root, real))) addListed(real, source)
  }
  const listed = search.uses.filter(({ isListed }) => isListed).map(({ path }) => toReal(path))
  const listing = listFolders([...new Set(listed.filter((path) => isListable(path, search)))], search)
  for (const path of [...listing.files, ...listing.folders].slice(0, MOST_LISTED)) addListed(path, 'HOOK')
  // Libraries in other languages read without a word; and who asks for a size or a time is not heard of everywhere.
  if (!search.isInGit && search.before.isWhole && search.before.files.size <= MOST_TAKEN) {
    for (const path of search.before.files.keys()) addListed(join(search.root, path), 'SCAN')
  }
  const files = [...found.values()]
  return { data: files.filter(({ isCode }) => !isCode), code: files.filter(({ isCode }) => isCode) }
}

/** An argument, and the words in it that may name files: `--data=a.csv`, `sort <words.txt`. */
function listWords(argument: string): string[] {
  return [...new Set([argument, ...argument.split(/[\s<>|;&()'"`=,]+/)])].filter((word) => word !== '')
}

/** A link that the command made itself is none of what it was made from. */
function wasLink(path: string, { root, before, startedAt }: InputSearch): boolean {
  if (before.files.get(relative(root, path))?.isLink === true) return true
  return !before.isWhole && lstatSync(fileNameOf(path)).ctimeMs < startedAt
}

/** A folder of the work tree; nobody lists that of a package for data. */
function isListable(path: string, search: InputSearch): boolean {
  return isBelow(path, search.root) && !isElsewhere(path, true, search)
}

/** Of links, those below the root are recorded and followed; outside, a file is known by the name it was called by. */
function toFile(use: FileUse, search: InputSearch): FileToDescribe | undefined {
  const real = toReal(use.path)
  const file = describeUse(real, use, search)
  if (file === undefined || isBelow(real, search.root)) return file
  const { path } = followLinks(use.path, search.root)
  if (path === real || isBelow(path, search.root) || isEnvironment(real, search.prefixes)) return file
  return { ...file, path, copy: file.copy ?? real, modified: file.modified ?? String(stateOf(real)?.mtimeNs ?? '') }
}

function describeUse(path: string, { source, state, copy }: FileUse, search: InputSearch): FileToDescribe | undefined {
  const knownBy = source
  if (state === undefined) return wasThere(path, search) ? withLoss({ path, knownBy }, search) : undefined
  // It came to be while the command ran: then it is a result of something, not an input.
  if (!search.before.files.has(relative(search.root, path)) && Number(BigInt(state.changed) / 1_000_000n) >= search.startedAt)
    return undefined
  const now = stateOf(path)
  const isSame =
    now !== undefined &&
    String(now.size) === String(state.size) &&
    String(now.mtimeNs) === state.modified &&
    String(now.ino) === state.inode
  if (isSame) return { path, knownBy }
  if (copy !== undefined) return { path, knownBy, copy, modified: state.modified }
  return { path, knownBy, lost: changedLater }
}

const changedLater = 'It was changed after it was read, so that its bytes are not known.'

/** Whether a file was there before the command started; told by the scan, or by its times where the scan does not reach. */
function wasThere(path: string, { before, root, startedAt }: InputSearch): boolean {
  const known = before.files.get(relative(root, path))
  if (known !== undefined) return true
  const now = stateOf(path)
  return now !== undefined && (!before.isWhole || !isBelow(path, root)) && Number(now.ctimeMs) < startedAt
}

function withLoss(file: FileToDescribe, { before, root, startedAt }: InputSearch): FileToDescribe {
  const now = stateOf(file.path)
  if (now === undefined || isLinkItself(file.path)) return file
  const known = before.files.get(relative(root, file.path))
  const isSame =
    known === undefined
      ? Number(now.mtimeMs) < startedAt && Number(now.ctimeMs) < startedAt
      : known.size === Number(now.size) && Math.abs(known.modified - Number(now.mtimeNs) / 1e6) < 0.01 && known.inode === Number(now.ino)
  return isSame ? file : { ...file, lost: changedLater }
}

function isLinkItself(path: string): boolean {
  try {
    return lstatSync(fileNameOf(path)).isSymbolicLink()
  } catch {
    return false
  }
}

/** Whether other parts of the capture see to a file. The work tree may lie below /opt or /usr/src, and an environment in the work tree. */
function isElsewhere(path: string, isInside: boolean, { root, prefixes }: InputSearch): boolean {
  if (!isInside) return isEnvironment(path, prefixes)
  return isPackage(`/${relative(root, path)}`) || prefixes.some((prefix) => isBelow(prefix, root) && isBelow(path, prefix))
}

function toReal(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function listDeclared(declared: readonly string[], folder: string): string[] {
  return declared
    .flatMap((given) => {
      const path = toReal(resolve(folder, given))
      try {
        return readdirSync(path, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name))
      } catch {
        return [path]
      }
    })
    .filter((path) => stateOf(path) !== undefined)
    .slice(0, MOST_DECLARED)
}
