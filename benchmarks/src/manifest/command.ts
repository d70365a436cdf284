import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFolder } from '@reprise/testing'
import type { Figures } from '../report/figures.ts'

const program = join(repositoryFolder, 'apps/cli/bin/reprise.mjs')

/** A tree as `reprise manifest` is used on it: from the start of the command to its end. */
export class MeasuredCommand {
  readonly #tree: string
  readonly #folder: string

  constructor(tree: string, folder: string) {
    this.#tree = tree
    this.#folder = folder
  }

  create(): Figures {
    return this.#measure(process.execPath, [program, 'manifest', 'create', this.#tree, '--output', this.#manifest])
  }

  /** With `isKnown` as the second of two checks, without as the first one since the manifest was made, when only single files are known. */
  validate({ isKnown }: { readonly isKnown: boolean }): Figures {
    if (!isKnown) spawnSync('sh', ['-c', 'rm -f "$0"/checked-*', join(this.#folder, 'cache/reprise')])
    return this.#measure(process.execPath, [program, 'manifest', 'validate', this.#manifest])
  }

  /** A program in C that lists the same names, sizes and times. */
  list(): Figures {
    return this.#measure('find', [this.#tree, '-printf', '%s %T@ %C@ %i %p\\n'])
  }

  [Symbol.dispose](): void {
    rmSync(this.#manifest, { force: true })
  }

  get #manifest(): string {
    return join(this.#folder, 'command.json')
  }

  #measure(command: string, args: readonly string[]): Figures {
    const env = { ...process.env, XDG_CACHE_HOME: join(this.#folder, 'cache') }
    const started = performance.now()
    const { status, stderr } = spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`)
    return { milliseconds: performance.now() - started }
  }
}
