import { RepriseError } from '@reprise/protocol/errors'
import type { RepositoryTurn } from '../repository/index.ts'

/**
 * Shares the repository's turn among stages that are worked on at once: it is let go only while all of them run commands. To get it back they wait for
 * as long as it takes: what hours have computed is not thrown away for another's `dvc add`.
 */
export class Turns {
  readonly #turn: RepositoryTurn
  readonly #signal: AbortSignal
  #working = 0
  #taking: Promise<void> | undefined

  constructor(turn: RepositoryTurn, signal: AbortSignal) {
    this.#turn = turn
    this.#signal = signal
  }

  async enter(): Promise<void> {
    this.#working++
    await (this.#taking ??= this.#take())
  }

  leave(): void {
    this.#working--
    if (this.#working > 0) return
    this.#taking = undefined
    this.#turn.release()
  }

  async #take(): Promise<void> {
    for (;;) {
      try {
        return await this.#turn.take()
      } catch (error) {
        if (!(error instanceof RepriseError && error.code === 'RESOURCE_CONFLICT') || this.#signal.aborted) throw error
      }
    }
  }
}
