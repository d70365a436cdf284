import type { Run } from '@reprise/protocol'
import { useNavigate } from '@tanstack/react-router'
import { RunPicker } from '../diff/run-picker.tsx'
import page from '../shell/page.module.css'

/** Leads to what this run was made from that another was not. */
export function RecordDiff({ run }: { readonly run: Run }) {
  const navigate = useNavigate()
  return (
    <section className={page['card']} aria-label="Against another run">
      <h2>Against another run</h2>
      <p className={page['soft']}>Code, environment, data and results of both, and what differs.</p>
      <RunPicker
        run={run}
        label="Against which run"
        onPick={(id) =>
          void navigate({ to: '/r/$run/$tab', params: { run: run.info.run_id, tab: 'diff' }, search: { with: id, part: 'environment' } })
        }
      />
    </section>
  )
}
