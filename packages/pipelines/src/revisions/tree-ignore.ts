import { changeRule, IGNORE_FILE, type Pattern, parsePatterns, PatternList } from '../ignoring/index.ts'

/** How the folders of a commit are looked at. */
export interface IgnoreSource {
  readonly read: (path: string) => Buffer | undefined
  readonly folders: (folder: string) => readonly string[]
  readonly isFolder: (path: string) => boolean
}

const ALWAYS: readonly Pattern[] = ['.hg/', '.git/', '.git', '.dvc/'].map((text) => ({ text, origin: '' }))

/** The `.dvcignore` files of a commit; folders with a `.dvc` of their own are other projects. */
export class TreeIgnore {
  readonly #source: IgnoreSource
  readonly #lists = new Map<string, PatternList>()

  constructor(source: IgnoreSource) {
    this.#source = source
  }

  /** Whether a folder, or one above it, is ignored. */
  ignoresAll(folder: string): boolean {
    return folder !== '' && this.#listOf(folder.slice(0, Math.max(0, folder.lastIndexOf('/')))).match(folder, true).ignored
  }

  ignores(folder: string, name: string, isFolder: boolean): boolean {
    return this.#listOf(folder).matchOne(folder === '' ? name : `${folder}/${name}`, isFolder).ignored
  }

  #listOf(folder: string): PatternList {
    const known = this.#lists.get(folder)
    if (known !== undefined) return known
    const above = folder === '' ? new PatternList(ALWAYS) : this.#listOf(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))))
    const within = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
    const bytes = above.matchOne(within(IGNORE_FILE), false).ignored ? undefined : this.#source.read(within(IGNORE_FILE))
    const own = bytes === undefined ? [] : new PatternList(parsePatterns(bytes.toString('utf8'), within(IGNORE_FILE))).patterns
    const others = this.#source
      .folders(folder)
      .filter((name) => this.#source.isFolder(`${within(name)}/.dvc`))
      .map((name) => ({ text: `/${name}/`, origin: '' }))
    const added = [...own, ...others].map(({ text, origin }) => ({ text: folder === '' ? text : changeRule(text, folder), origin }))
    const list = added.length === 0 ? above : new PatternList([...above.patterns, ...added])
    this.#lists.set(folder, list)
    return list
  }
}
