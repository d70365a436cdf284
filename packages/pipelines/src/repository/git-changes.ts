import { addToGitignore, type Git, removeFromGitignore } from '../project/index.ts'

/** The files that a command has changed and that belong into git, and the data that it has git ignore. */
export class GitChanges {
  readonly #git: () => Promise<Git | undefined>
  readonly #changed = new Set<string>()
  readonly #ignored: string[] = []

  constructor(git: () => Promise<Git | undefined>) {
    this.#git = git
  }

  /** An absolute path of a file that was written or removed. */
  track(path: string): void {
    this.#changed.add(path)
  }

  /** Has git ignore data, unless it does. Nothing without git. */
  async ignore(path: string): Promise<void> {
    const git = await this.#git()
    const file = git === undefined ? undefined : await addToGitignore(git, path)
    if (file === undefined) return
    this.#changed.add(file)
    this.#ignored.push(path)
  }

  /** Takes the line of data out of `.gitignore` again. */
  async unignore(path: string): Promise<void> {
    const git = await this.#git()
    const file = git === undefined ? undefined : removeFromGitignore(git, path)
    if (file !== undefined) this.#changed.add(file)
  }

  /** The changed files, absolute. */
  list(): string[] {
    return [...this.#changed]
  }

  /** `git add` of what was changed. */
  async stage(): Promise<void> {
    await (await this.#git())?.stage(this.list())
  }

  /** Nothing is to be told of what was changed so far. */
  forget(): void {
    this.#changed.clear()
  }

  /** What has been ignored so far stays so, whatever fails later. */
  keep(): void {
    this.#ignored.length = 0
  }

  /** After a failure: what was to be ignored is not any more. */
  async undo(): Promise<void> {
    for (const path of this.#ignored.splice(0)) await this.unignore(path)
  }
}
