export { type FinalValues, judge, type Trial } from './judge.ts'
export { type CannotReason, type JudgedInterval, type Judgement, type Verdict, type VerdictKind, verdicts } from './verdict.ts'
export { settleOpen } from './settle-open.ts'
