import type { RunInfo } from '@reprise/protocol'
import { Link } from '@tanstack/react-router'
import { nameOfRun } from '../values/name-of-run.ts'

/** Leads to a run, under its name. */
export function RunLink({ run }: { readonly run: Pick<RunInfo, 'run_id' | 'run_name'> }) {
  return (
    <Link to="/r/$run/$tab" params={{ run: run.run_id, tab: 'overview' }}>
      {nameOfRun(run)}
    </Link>
  )
}
