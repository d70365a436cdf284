import { join } from 'node:path'
import { type HeldLock, type LockOptions, takeLock } from '../locks/index.ts'

/**
 * The turn to change a repository: `.dvc/tmp/lock`, which one process has at a time. A command takes it once; it lets go while the command of a stage
 * runs, and takes it again.
 */
export class RepositoryTurn {
  readonly #path: string
  readonly #options: LockOptions
  #lock: HeldLock | undefined

  constructor(temporary: string, options: LockOptions) {
    this.#path = join(temporary, 'lock')
    this.#options = options
  }

  get isHeld(): boolean {
    return this.#lock !== undefined
  }

  /** Waits for three seconds, or with `--wait-for-lock` for ever. Throws RESOURCE_CONFLICT in DVC's words. Nothing when it is held. */
  async take(): Promise<void> {
    this.#lock ??= await takeLock(this.#path, this.#options)
  }

  release(): void {
    this.#lock?.release()
    this.#lock = undefined
  }
}
