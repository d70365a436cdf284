import type { PipelineReason, PipelineStage } from '@reprise/protocol'
import { Link } from '@tanstack/react-router'
import page from '../shell/page.module.css'
import { Table, type TableColumn } from '../shell/table.tsx'

/** Outputs of a stage that are named. */
const MOST_OUTS = 5

export const states = { UP_TO_DATE: 'up to date', STALE: 'stale', WAITING: 'waits for others' } as const

const columns: readonly TableColumn<PipelineStage>[] = [
  { title: 'Stage', show: ({ name }) => name },
  { title: 'State', show: ({ state }) => states[state] },
  { title: 'Why', show: ({ reasons }) => reasons.map((reason, at) => <div key={at}>{describe(reason)}</div>) },
  { title: 'Command', show: ({ commands }) => <code>{commands.join('\n')}</code> },
  { title: 'Makes', show: ({ outs }) => <Outs outs={outs} /> },
  {
    title: 'Run',
    show: ({ run_id: run }) =>
      run === undefined ? null : (
        <Link to="/r/$run/$tab" params={{ run, tab: 'overview' }}>
          {run.slice(0, 8)}
        </Link>
      ),
  },
]

/** Every stage with its state, and why it has it. */
export function StageTable({ stages }: { readonly stages: readonly PipelineStage[] }) {
  return <Table label="Stages in words" columns={columns} rows={stages} keyOf={({ name }) => name} />
}

function Outs({ outs }: Pick<PipelineStage, 'outs'>) {
  return (
    <>
      {outs.slice(0, MOST_OUTS).map(({ path, digest }) => (
        <div key={path}>
          {digest === undefined ? (
            path
          ) : (
            <Link to="/data/$digest" params={{ digest }} search={{ name: path }}>
              {path}
            </Link>
          )}
        </div>
      ))}
      {outs.length > MOST_OUTS ? <div className={page['soft']}>and {outs.length - MOST_OUTS} more</div> : null}
    </>
  )
}

function describe({ kind, path, key, state, old, new: next }: PipelineReason): string {
  const subject = [path, key].filter((part) => part !== undefined).join(': ') || kind.toLowerCase()
  const change = kind === 'PARAM' && old !== undefined ? ` ${JSON.stringify(old)} → ${JSON.stringify(next)}` : ''
  return `${subject} ${state ?? ''}${change}`.trim()
}
