import type { CannotReason } from '@reprise/compare'

/**
 * Whether a run could be reproduced: `ready` with what the server has; `needs` something besides that may well be had, such as a secret or a
 * file at its old place; `cannot`; `unknown` where the record could not be looked at.
 */
export const auditStates = ['ready', 'needs', 'cannot', 'unknown'] as const
export type AuditState = (typeof auditStates)[number]

/** Something of a run that is not to be had, or not for certain. */
export interface Problem {
  /** The state that it leaves the run in; with `ready` it is a remark. */
  readonly leaves: AuditState
  /** In the words of the verdict CANNOT, where it comes to one. */
  readonly kind: CannotReason | 'bad record' | 'not looked at' | 'not captured'
  /** A path, the name of a secret, … */
  readonly subject: string
  readonly why: string
}

/** The last verdict, as the tags of the run have it. */
export interface LastVerdict {
  readonly verdict: string
  readonly kind: string | undefined
  /** Id of the repeat. */
  readonly reproduction: string | undefined
}

/** What a look at one run came to. */
export interface Audit {
  readonly run: string
  readonly name: string
  readonly state: AuditState
  /** The gravest first. Of very many, the first {@link MOST_PROBLEMS}. */
  readonly problems: readonly Problem[]
  /** How many there are, those that are not named included. */
  readonly found: number
  readonly last: LastVerdict | undefined
}

/** Problems that are named of one run, so that a record of a million files stays one line of a report. */
export const MOST_PROBLEMS = 100
