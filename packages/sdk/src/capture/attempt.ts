/** Told of what could not be logged; the run goes on. */
export type OnProblem = (problem: Error) => void

/** One step of logging, and what it logs. */
export type Attempt = readonly [what: string, act: () => void | Promise<void>]

/** Does each step, one after the other, whatever became of those before. Never rejects; returns whether all of them worked. */
export async function attemptEach(attempts: readonly Attempt[], onProblem: OnProblem = printProblem): Promise<boolean> {
  let worked = true
  for (const [what, act] of attempts) {
    try {
      await act()
    } catch (cause) {
      worked = false
      onProblem(new Error(`${what} could not be logged: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }))
    }
  }
  return worked
}

function printProblem({ message }: Error): void {
  process.stderr.write(`reprise: ${message}\n`)
}
