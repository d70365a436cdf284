import type { RunRecord } from '@reprise/protocol'
import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import type { PartProps } from './pair.ts'

/** Says which of two runs was not captured; null where both were. */
export function NotCaptured({ runs, records }: PartProps) {
  const missing = [...(records.a === null ? [runs.a] : []), ...(records.b === null ? [runs.b] : [])]
  if (missing.length === 0) return null
  return (
    <p className={page['soft']}>
      {missing.map(({ info }) => nameOfRun(info)).join(' and ')} {missing.length === 1 ? 'was' : 'were'} not captured: run commands with{' '}
      <code>reprise run -- COMMAND</code>.
    </p>
  )
}

/** Both records, where there are both. */
export function bothOf({ a, b }: PartProps['records']): readonly [RunRecord, RunRecord] | undefined {
  return a === null || b === null ? undefined : [a, b]
}
