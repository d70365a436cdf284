import type { Cause } from '@reprise/compare'
import type { Untried } from './toggle.ts'

/**
 * What became of looking for causes. `explained`: the confirmed causes bring the result back. `notExplained`: all that can be undone here,
 * together, does not. `unfinished`: there were no runs left. `notRepeated`: the recipe that was to be changed does not repeat its own
 * result, so that nothing can be confirmed. `same`: nothing differs. `nothing`: nothing is known to differ, or none of it can be undone.
 */
export const explanationOutcomes = ['explained', 'notExplained', 'unfinished', 'notRepeated', 'same', 'nothing'] as const
export type ExplanationOutcome = (typeof explanationOutcomes)[number]

/** `restored`: the result came back; in noise, repeats agreed. `failed`: it could not be run. */
export type TrialOutcome = 'restored' | 'different' | 'failed'

/** A run with some differences undone. */
export interface Trial {
  /** What was undone; empty for the recipe as it is. */
  readonly changes: readonly string[]
  /** Ids of its runs: one, or as many as it took to see whether they agree. */
  readonly runs: readonly string[]
  readonly outcome: TrialOutcome
  /** Results that stayed different. */
  readonly differing: readonly string[]
  /** Why it could not be run. */
  readonly why?: string
}

/** What undoing differences, and running again, has shown. */
export interface Explanation {
  /** Id of the run whose result was to come back. */
  readonly original: string
  /** Id of the run whose recipe was changed. */
  readonly changed: string
  readonly outcome: ExplanationOutcome
  /** One sentence for a person. */
  readonly why: string
  /** Whether results differ each time: then a cause is what makes them agree. */
  readonly isNoisy: boolean
  /** The confirmed ones first, then the likeliest. */
  readonly causes: readonly Cause[]
  /** What the result came back without. */
  readonly ruledOut: readonly Untried[]
  /** What differs, or may, and could not be undone here. */
  readonly notTried: readonly Untried[]
  readonly trials: readonly Trial[]
}
