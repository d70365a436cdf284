import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { decodeName, joinPath, relativeBelow, toFsPath } from '../paths/index.ts'
import { changeRule, type Pattern } from './change-rule.ts'
import { PatternList } from './pattern-list.ts'
import { IGNORE_FILE, readPatterns } from './read-patterns.ts'

const ALWAYS: readonly Pattern[] = ['.hg/', '.git/', '.git', '.dvc/'].map((text) => ({ text, origin: '' }))

/** What `check-ignore` says of a path. */
export interface IgnoreCheck {
  readonly ignored: boolean
  /** `<file>:<line>:<pattern>` of each pattern that had a say, the deciding one last; `:<pattern>` for those that are always there. */
  readonly matches: readonly string[]
}

/** What of one folder is ignored. */
export interface FolderIgnore {
  readonly ignoresAll: boolean
  /** Whether a member is ignored, by its path from the root of the project. */
  ignores(path: string, isFolder: boolean): boolean
}

/** What is known of a folder by those who have just listed it; saves looking again. */
export interface ListedFolder {
  readonly folders: readonly string[]
  readonly hasIgnoreFile: boolean
}

const IGNORES_NOTHING: FolderIgnore = { ignoresAll: false, ignores: () => false }

/**
 * The `.dvcignore` files of a project: read once, when the folder they stand in is first asked for. Folders with a `.dvc` of their own are
 * other projects and ignored, unless `entersProjects` says otherwise. What lies outside of the project is never ignored.
 */
export class DvcIgnore {
  /** The root of the project; patterns are asked with paths from here. */
  readonly root: string
  readonly #entersProjects: boolean
  readonly #lists = new Map<string, PatternList>()

  constructor(root: string, options: { readonly entersProjects?: boolean } = {}) {
    this.root = root
    this.#entersProjects = options.entersProjects ?? false
  }

  /** For those who go through a folder. */
  folder(path: string, listed?: ListedFolder): FolderIgnore {
    const below = relativeBelow(this.root, path)
    if (below === undefined) return IGNORES_NOTHING
    const list = this.#listOf(below, listed)
    return {
      ignoresAll: below !== '' && list.match(below, true).ignored,
      ignores: (member, isFolder) => list.matchOne(member, isFolder).ignored,
    }
  }

  /** Whether an absolute path is ignored, by itself or by a folder above it. What is not there is taken for both a file and a folder. */
  isIgnored(path: string): boolean {
    const kind = kindOf(path)
    return (kind !== 'folder' && this.#match(path, false).ignored) || (kind !== 'file' && this.#match(path, true).ignored)
  }

  check(path: string): IgnoreCheck {
    const { ignored, patterns } = this.#match(path, kindOf(path) === 'folder')
    return { ignored, matches: patterns.map(({ origin, text }) => (origin === '' ? `:${text}` : origin)) }
  }

  #match(path: string, isFolder: boolean): { readonly ignored: boolean; readonly patterns: readonly Pattern[] } {
    const below = relativeBelow(this.root, path)
    if (below === undefined || below === '') return { ignored: false, patterns: [] }
    return this.#listOf(below.slice(0, Math.max(0, below.lastIndexOf('/')))).match(below, isFolder)
  }

  /** The patterns that hold in a folder: those of the folder above, its own, and those for other projects in it. */
  #listOf(below: string, listed?: ListedFolder): PatternList {
    const known = this.#lists.get(below)
    if (known !== undefined) return known
    const above = below === '' ? new PatternList(ALWAYS) : this.#listOf(below.slice(0, Math.max(0, below.lastIndexOf('/'))))
    const added = [...this.#ownPatterns(below, above, listed), ...(this.#entersProjects ? [] : this.#otherProjects(below, listed))]
    const list = added.length === 0 ? above : new PatternList([...above.patterns, ...added])
    this.#lists.set(below, list)
    return list
  }

  #ownPatterns(below: string, above: PatternList, listed: ListedFolder | undefined): Pattern[] {
    if (listed?.hasIgnoreFile === false) return []
    const name = below === '' ? IGNORE_FILE : `${below}/${IGNORE_FILE}`
    const path = joinPath(this.root, name)
    if (!exists(path) || above.match(name, false).ignored) return []
    // As they stand first: what means nothing, or is an error, in its own folder does not become a pattern by being rewritten.
    const { patterns } = new PatternList(readPatterns(path, name))
    return below === '' ? [...patterns] : patterns.map(({ text, origin }) => ({ text: changeRule(text, below), origin }))
  }

  #otherProjects(below: string, listed: ListedFolder | undefined): Pattern[] {
    const folder = below === '' ? this.root : joinPath(this.root, below)
    return (listed?.folders ?? listFolders(folder))
      .filter((name) => exists(`${joinPath(folder, name)}/.dvc`))
      .map((name) => ({ text: below === '' ? `/${name}/` : changeRule(`/${name}/`, below), origin: `in sub_repo:${name}` }))
  }
}

function kindOf(path: string): 'file' | 'folder' | 'nothing' {
  const stats = look(path)
  return stats === undefined ? 'nothing' : stats.isDirectory() ? 'folder' : 'file'
}

function exists(path: string): boolean {
  return look(path) !== undefined
}

/** What can not be looked at, as below a file or by too long a name, is not there. */
function look(path: string): Stats | undefined {
  try {
    return lstatSync(toFsPath(path), { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function listFolders(folder: string): string[] {
  try {
    return readdirSync(toFsPath(folder), { encoding: 'latin1', withFileTypes: true })
      .filter((one) => one.isDirectory())
      .map((one) => decodeName(one.name))
  } catch {
    return []
  }
}
