import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { createProgress } from '../../output/progress.ts'

/** Milliseconds within which nothing is shown. */
const PATIENCE = 500

/** Shows progress of `work`, and lets a signal stop it, so that nothing half-made is left. */
export async function withProgress<T>(world: World, work: (reporting: Reporting) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  void world.interruption.claim().then((signal) => stop.abort(new RepriseError('BAD_REQUEST', `It was ended by ${signal}.`)))
  const bar = createProgress(world, { patience: PATIENCE })
  try {
    return await work({ progress: (fraction, what) => bar.show(fraction, what), signal: stop.signal })
  } finally {
    bar.end()
  }
}

interface Reporting {
  readonly progress: (fraction: number, what: string) => void
  readonly signal: AbortSignal
}
