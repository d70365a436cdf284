import type { ChildProcessByStdio } from 'node:child_process'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { spawnGit, splitNul, toGitVariables, type Variables } from '@reprise/capture/git'
import { type Git, isBelowGit } from './git.ts'

/** Which paths of a folder git's patterns ignore, asked again and again of one process. Dispose of it to end that. */
export interface GitIgnored extends Disposable {
  /** Paths from the folder, those of folders with a slash at the end; answers those that are ignored, whatever is in the index. */
  among(paths: readonly string[]): Promise<ReadonlySet<string>>
}

/** What git tells of each path: where the pattern stands that holds for it, the line, the pattern, and the path. */
const FIELDS = 4

/**
 * Opens the answers of git for a folder, which is what they were when it was first asked. `openGit` is called only where git does not say, as of a path behind a
 * link.
 */
export function openGitIgnored(
  folder: string,
  { env, git }: { readonly env: Variables; readonly git: () => Promise<Git | undefined> },
): GitIgnored {
  let asking: Asking | undefined
  let isSilent = !isBelowGit(folder)
  return {
    async among(paths) {
      if (paths.length === 0 || (isSilent && asking === undefined)) return new Set()
      if (!isSilent) {
        asking ??= new Asking(folder, env)
        const found = await asking.ask(paths)
        if (found !== undefined) return found
        isSilent = true
      }
      const repository = await git()
      const whole = new Map(paths.map((path) => [join(folder, path).replace(/\/$/, ''), path]))
      const ignored = await repository?.findIgnored([...whole.keys()])
      return new Set([...(ignored ?? [])].flatMap((path) => whole.get(path) ?? []))
    },
    [Symbol.dispose]: () => asking?.end(),
  }
}

/** A process of git that answers one question after the other. */
class Asking {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #said: Buffer[] = []
  #left = 0
  #settle: ((isWhole: boolean) => void) | undefined
  #isOver = false

  constructor(folder: string, env: Variables) {
    // This command takes no literal pathspecs; a path that begins with a dot is one.
    const place = { folder, env: { ...toGitVariables(env), GIT_LITERAL_PATHSPECS: '0' } }
    this.#child = spawnGit(place, ['check-ignore', '--no-index', '--verbose', '--non-matching', '-z', '--stdin'])
    this.#child.stdout.on('data', (bytes: Buffer) => this.#take(bytes))
    this.#child.stderr.resume()
    this.#child.stdin.on('error', () => undefined)
    for (const event of ['error', 'close']) this.#child.on(event, () => this.#giveUp())
  }

  /** Undefined where git ends before it has told of all of them. */
  async ask(paths: readonly string[]): Promise<Set<string> | undefined> {
    if (this.#isOver) return undefined
    this.#said = []
    this.#left = FIELDS * paths.length
    const answered = new Promise<boolean>((resolve) => (this.#settle = resolve))
    this.#child.stdin.write(paths.map((path) => `./${path}\0`).join(''))
    if (!(await answered)) return undefined
    const fields = splitNul(Buffer.concat(this.#said))
    return new Set(paths.filter((_path, index) => isIgnoring(fields.slice(index * FIELDS, index * FIELDS + 3))))
  }

  /** Nobody waits for it: it ends when it has nothing more to read. */
  end(): void {
    this.#child.stdin.end()
    this.#child.unref()
    for (const stream of [this.#child.stdout, this.#child.stderr]) (stream as Socket).unref()
  }

  #take(bytes: Buffer): void {
    this.#said.push(bytes)
    for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) this.#left--
    if (this.#left === 0) this.#settle?.(true)
  }

  #giveUp(): void {
    this.#isOver = true
    this.#settle?.(false)
  }
}

/** A pattern that begins with an exclamation mark takes back what others ignore. */
function isIgnoring([source = '', , pattern = '']: readonly string[]): boolean {
  return source !== '' && !pattern.startsWith('!')
}
