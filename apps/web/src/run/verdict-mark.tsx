import type { Run } from '@reprise/protocol'
import { Link } from '@tanstack/react-router'
import { wordsOf } from '../reproduction/verdicts.ts'
import { tagOf } from '../tags/tag-of.ts'
import styles from './run-page.module.css'

/** What came of running a run again, beside its name on every tab; nothing where nobody has tried. */
export function VerdictMark({ run }: { readonly run: Run }) {
  const verdict = tagOf(run, 'reprise.verdict')
  if (verdict === undefined) return null
  const { text, look } = wordsOf(verdict)
  return (
    <Link className={styles[look]} to="/r/$run/$tab" params={{ run: run.info.run_id, tab: 'repro' }} title="What came of running it again">
      {text}
    </Link>
  )
}
