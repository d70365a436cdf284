import { compareRecords, type RecordPart } from '@reprise/compare'
import { Differences } from '../record/differences.tsx'
import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import { bothOf, NotCaptured } from './not-captured.tsx'
import type { PartProps } from './pair.ts'

const sections: readonly (readonly [title: string, parts: readonly RecordPart[]])[] = [
  ['Command', ['argv', 'folder']],
  ['Interpreters', ['interpreter']],
  ['Packages', ['package']],
  ['Variables', ['variable']],
  ['Machine', ['system']],
]

/** Command, interpreters, packages, variables and hardware, where two records say other things. */
export function EnvironmentPart(props: PartProps) {
  const records = bothOf(props.records)
  if (records === undefined) return <NotCaptured {...props} />
  const [first, second] = records
  const differences = compareRecords(first, second)
  const shown = sections.map(([title, parts]) => ({ title, found: differences.filter(({ part }) => parts.includes(part)) }))
  const packages = `${first.environment.packages.length} and ${second.environment.packages.length} packages were recorded`
  return (
    <>
      {shown.every(({ found }) => found.length === 0) ? <p>Both ran in the same environment. {packages}.</p> : null}
      {shown.map(({ title, found }) =>
        found.length === 0 ? null : (
          <section key={title} aria-label={title}>
            <h2>
              {title} <small className={page['soft']}>{found.length}</small>
            </h2>
            <Differences differences={found} first={nameOfRun(props.runs.a.info)} second={nameOfRun(props.runs.b.info)} />
          </section>
        ),
      )}
    </>
  )
}
