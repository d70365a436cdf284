import { useState } from 'react'
import page from '../shell/page.module.css'
import { Table, type TableColumn } from '../shell/table.tsx'
import type { JudgedResult } from './report.ts'
import styles from './reproduction.module.css'
import { rungWords } from './verdicts.ts'

/** Results that are listed until more are asked for. */
const FIRST = 50

const columns: readonly TableColumn<JudgedResult>[] = [
  { title: 'Result', show: (result) => <Name result={result} /> },
  { title: 'Compared', show: (result) => <Rung result={result} /> },
  { title: 'How', show: ({ how }) => <span className={page['soft']}>{how}</span> },
]

/** Every result of the original, held against that of the repeat; what was not judged, such as params that describe the machine, when it is asked for. */
export function ResultsCard({ results }: { readonly results: readonly JudgedResult[] }) {
  const [most, setMost] = useState(FIRST)
  const [isAll, setAll] = useState(false)
  const judged = results.filter(({ rung }) => rung !== 'notJudged')
  const unjudged = results.length - judged.length
  const listed = isAll || judged.length === 0 ? results : judged
  const differing = results.filter(isDiffering).length
  return (
    <section className={page['card']} aria-label="Results">
      <h2>
        Results <span className={page['soft']}>{differing === 0 ? judged.length : `${differing} of ${judged.length} differ`}</span>
      </h2>
      <Table isPlain label="Every result" columns={columns} rows={listed.slice(0, most)} keyOf={({ kind, name }) => `${kind} ${name}`} />
      {listed.length <= most ? null : (
        <p>
          <button type="button" className={page['button']} onClick={() => setMost(most + 500)}>
            Show more of {listed.length}
          </button>
        </p>
      )}
      {unjudged === 0 || judged.length === 0 ? null : (
        <p>
          <button type="button" className={page['button']} aria-expanded={isAll} onClick={() => setAll(!isAll)}>
            {isAll ? 'Hide' : 'Show'} {unjudged} that {unjudged === 1 ? 'was' : 'were'} not judged
          </button>
        </p>
      )}
    </section>
  )
}

function Name({ result: { name, kind } }: { readonly result: JudgedResult }) {
  return (
    <>
      {name} <span className={page['soft']}>{kind === name ? '' : kind}</span>
    </>
  )
}

function Rung({ result }: { readonly result: JudgedResult }) {
  return <span className={isDiffering(result) ? styles['differs'] : undefined}>{rungWords[result.rung] ?? result.rung}</span>
}

function isDiffering({ rung }: JudgedResult): boolean {
  return rung === 'different' || rung === 'missing'
}
