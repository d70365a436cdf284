import type { CannotReason, Cause, CauseKind } from '@reprise/compare'

/** Why a run can not be reproduced here. It ends the attempt with the verdict CANNOT; it is no failure of the tool. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle'
  readonly kind: CannotReason
  readonly causes: readonly Cause[]

  constructor(kind: CannotReason, message: string, causes: readonly Cause[] = []) {
    super(message)
    this.kind = kind
    this.causes = causes
  }
}

/** What is in the way is seen, not suspected. */
export function lacking(subject: string, evidence: string, kind: CauseKind = 'missing'): Cause {
  return { kind, subject, status: 'confirmed', evidence }
}
