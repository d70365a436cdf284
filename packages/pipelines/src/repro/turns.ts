import { RepriseError } from '@reprise/protocol/errors'
import type { RepositoryTurn } from '../repository/index.ts'

/**
 * Shares the repository's turn among stages that are worked on at once: it is let go only while commands run and nothing else is done. To get it back
 * they wait for as long as it takes: what hours have computed is not thrown away for another's `dvc add`.
 */
export class Turns {
  readonly #turn: RepositoryTurn
  readonly #signal: AbortSignal
  #working = 0
  #running = 0
  #taking: Promise<void> | undefined

  constructor(turn: RepositoryTurn, signal: AbortSignal) {
    this.#turn = turn
    this.#signal = signal
  }

  async enter(): Promise<void> {
    this.#working++
    await (this.#taking ??= this.#take())
  }

  /** From one stage to the next the turn is kept: taking it for each would take longer than finding that a stage has not changed. */
  leave(): void {
    this.#working--
    if (this.#working === 0 && this.#running > 0) this.#letGo()
  }

  /** Runs the commands of a stage that has entered. */
  async duringCommands(run: () => Promise<void>): Promise<void> {
    this.#running++
    this.leave()
    try {
      await run()
    } finally {
      this.#running--
      await this.enter()
    }
  }

  end(): void {
    this.#letGo()
  }

  #letGo(): void {
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
