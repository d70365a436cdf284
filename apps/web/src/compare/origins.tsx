import { compareRecords } from '@reprise/compare'
import type { Run, RunRecord } from '@reprise/protocol'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Differences } from '../record/differences.tsx'
import { recordQuery } from '../record/record-query.ts'
import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'

interface Props {
  readonly runs: readonly Run[]
  readonly base: string | undefined
}

/** Runs whose records are read: each may be a megabyte. */
const MOST = 10
/** Differences that are shown before somebody asks for them. */
const FEW = 20

/** What runs were made from that the baseline, or else the first of them, was not: code, data, packages, variables, machine. */
export function Origins({ runs, base }: Props) {
  const original = runs.find(({ info }) => info.run_id === base) ?? runs[0]
  const others = runs.filter((run) => run !== original).slice(0, MOST)
  const answers = useQueries({ queries: (original === undefined ? [] : [original, ...others]).map((run) => recordQuery(run)) })
  if (original === undefined || answers.some(({ isPending }) => isPending)) return null
  const [record = null, ...otherRecords] = answers.map(({ data = null }) => data)
  if ([record, ...otherRecords].every((one) => one === null)) {
    return (
      <section aria-label="Made of" style={{ marginTop: 24 }}>
        <p className={page['soft']}>Code, environment and data of these runs were not captured: run commands with reprise run.</p>
        {others.map((other) => (
          <p key={other.info.run_id}>
            {nameOfRun(other.info)} against {nameOfRun(original.info)}: <DiffLink from={original} to={other} />
          </p>
        ))}
      </section>
    )
  }
  return (
    <section aria-label="Made of" style={{ marginTop: 24 }}>
      <h2>Code, environment and data</h2>
      {others.map((run, at) => (
        <Against key={run.info.run_id} original={original} record={record} other={run} otherRecord={otherRecords[at] ?? null} />
      ))}
    </section>
  )
}

interface AgainstProps {
  readonly original: Run
  readonly record: RunRecord | null
  readonly other: Run
  readonly otherRecord: RunRecord | null
}

function Against({ original, record, other, otherRecord }: AgainstProps) {
  const title = `${nameOfRun(other.info)} against ${nameOfRun(original.info)}`
  if (record === null || otherRecord === null) {
    return (
      <p className={page['soft']}>
        {title}: {nameOfRun((record === null ? original : other).info)} was not captured. <DiffLink from={original} to={other} />
      </p>
    )
  }
  const differences = compareRecords(record, otherRecord)
  return (
    <details open={differences.length <= FEW}>
      <summary>
        {title} · {differences.length === 0 ? 'made from the same' : `${differences.length} differences`}
      </summary>
      <p>
        <DiffLink from={original} to={other} />
      </p>
      {differences.length === 0 ? null : (
        <Differences differences={differences} first={nameOfRun(original.info)} second={nameOfRun(other.info)} />
      )}
    </details>
  )
}

/** Leads to all that differs between two runs: code line by line, values, logs, files. */
function DiffLink({ from, to }: { readonly from: Run; readonly to: Run }) {
  return (
    <Link to="/r/$run/$tab" params={{ run: to.info.run_id, tab: 'diff' }} search={{ with: from.info.run_id }}>
      Diff of code, logs and files
    </Link>
  )
}
