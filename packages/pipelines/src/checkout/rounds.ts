/** Rounds that are read while more files are looked at: one that has begun, and one with which threads go on. */
export class Rounds implements AsyncDisposable {
  #running: Promise<void>[] = []

  begin(round: Promise<void>): void {
    // What goes wrong is told to whoever waits for its end.
    round.catch(() => undefined)
    this.#running.push(round)
  }

  /** Waits until another may begin. */
  async next(): Promise<void> {
    if (this.#running.length > 1) await this.#running.shift()
  }

  async end(): Promise<void> {
    while (this.#running.length > 0) await this.#running.shift()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#running)
  }
}
