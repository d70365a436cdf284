import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import page from '../shell/page.module.css'
import { tagOf } from '../tags/tag-of.ts'
import { RunLink } from '../shell/run-link.tsx'
import { Table } from '../shell/table.tsx'
import { formatDate } from '../values/format.ts'
import { wordsOf } from './verdicts.ts'

const MOST = 50

/** Runs that repeated this one, and the run that it repeats. */
export function AttemptsCard({ run }: { readonly run: Run }) {
  const { run_id: runId, experiment_id: experiment } = run.info
  const { data } = useQuery({
    queryKey: ['runs', 'recent', [experiment], `repeats of ${runId}`],
    queryFn: async ({ signal }) =>
      (
        await client.searchRuns(
          {
            experiment_ids: [experiment],
            filter: `tags.\`reprise.reproduces\` = '${runId}'`,
            max_results: MOST,
            fields: ['tags.reprise.*'],
          },
          { signal },
        )
      ).runs,
  })
  const original = tagOf(run, 'reprise.reproduces')
  return (
    <section className={page['card']} aria-label="Attempts">
      <h2>Attempts</h2>
      {original === undefined ? null : (
        <p>
          This run repeats{' '}
          <Link to="/r/$run/$tab" params={{ run: original, tab: 'repro' }}>
            another
          </Link>
          .
        </p>
      )}
      {data?.length === 0 ? <p className={page['soft']}>There are none.</p> : null}
      {data === undefined || data.length === 0 ? null : (
        <Table
          isPlain
          label="Attempts to reproduce this run"
          rows={data}
          keyOf={({ info }) => info.run_id}
          columns={[
            { title: 'Run', show: ({ info }) => <RunLink run={info} /> },
            { title: 'Started', show: ({ info }) => formatDate(info.start_time) },
            { title: 'Verdict', show: (attempt) => wordsOf(tagOf(attempt, 'reprise.reproduces.verdict') ?? '').text },
          ]}
        />
      )}
    </section>
  )
}
