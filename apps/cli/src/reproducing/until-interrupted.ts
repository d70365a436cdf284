import { constants } from 'node:os'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../command.ts'
import type { EndingSignal } from '../interruption.ts'

/** What a task came to, or what to exit with where a signal ended it. */
export type Ending<Result> = { readonly result: Result } | { readonly exitCode: number }

/** Runs a task that ends what it started when its signal is aborted: a signal to this process does that. */
export async function untilInterrupted<Result>(
  { interruption }: Pick<World, 'interruption'>,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Ending<Result>> {
  const stop = new AbortController()
  let ended: EndingSignal | undefined
  void interruption.claim().then((signal) => {
    ended = signal
    stop.abort(new RepriseError('BAD_REQUEST', `It was ended by ${signal}.`))
  })
  try {
    return { result: await task(stop.signal) }
  } catch (error) {
    if (ended === undefined) throw error
    return { exitCode: 128 + constants.signals[ended] }
  }
}
