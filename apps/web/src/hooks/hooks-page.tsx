import type { Webhook, WebhookDelivery } from '@reprise/protocol'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { Table, type TableColumn } from '../shell/table.tsx'
import { Time } from '../shell/time.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { HookForm } from './hook-form.tsx'

const hooksQuery = {
  queryKey: ['hooks'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await client.listWebhooks({ max_results: 1_000 }, { signal })).webhooks,
  refetchInterval: 5_000,
}

/** Who is told of what happens to runs, and what was sent. */
export function HooksPage() {
  useTitle('Hooks')
  const { hook } = useSearch({ from: '/hooks' })
  const { data, error } = useQuery(hooksQuery)
  if (error !== null) return <Unreadable title="The hooks could not be read" error={error} />
  if (data === undefined) return <div aria-busy="true" />
  const chosen = data.find(({ webhook_id }) => webhook_id === hook)
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Hooks</h1>
      </div>
      {data.length === 0 ? <p className={page['soft']}>No address is told of what happens to runs.</p> : <Hooks hooks={data} />}
      <HookForm />
      {chosen === undefined ? null : <Deliveries hook={chosen} />}
    </div>
  )
}

function Hooks({ hooks }: { readonly hooks: readonly Webhook[] }) {
  return (
    <Table
      label="Hooks"
      rows={hooks}
      keyOf={({ webhook_id }) => webhook_id}
      columns={[
        { title: 'Name', show: (hook) => <Name hook={hook} /> },
        { title: 'Address', show: ({ url }) => url },
        {
          title: 'Is told of',
          show: ({ subscriptions, filter }) => (
            <>
              {subscriptions.join(', ')}
              {filter === undefined ? null : <div className={page['soft']}>{filter}</div>}
            </>
          ),
        },
        { title: 'Waiting', isNumeric: true, show: ({ pending }) => String(pending) },
        { title: 'Given up', isNumeric: true, show: ({ failed }) => String(failed) },
        { title: 'Try it', show: (hook) => <Test hook={hook} /> },
      ]}
    />
  )
}

function Name({ hook: { webhook_id, name, status } }: { readonly hook: Webhook }) {
  return (
    <>
      <Link to="/hooks" search={{ hook: webhook_id }}>
        {name}
      </Link>
      {status === 'DISABLED' ? <div className={page['soft']}>switched off</div> : null}
    </>
  )
}

/** Sends an example, and says what was answered. */
function Test({ hook }: { readonly hook: Webhook }) {
  const { mutate, data, error, isPending } = useMutation({ mutationFn: () => client.testWebhook({ webhook_id: hook.webhook_id }) })
  const result = data?.result
  return (
    <>
      <button
        type="button"
        className={page['button']}
        disabled={isPending}
        aria-label={`Send ${hook.name} an example`}
        onClick={() => mutate()}
      >
        {isPending ? 'Sending' : 'Send'}
      </button>
      <div role="status" className={page['soft']}>
        {error === null ? null : errorText(error)}
        {result === undefined ? null : (result.error_message ?? `answered ${result.response_status ?? ''}`)}
      </div>
    </>
  )
}

const words = { PENDING: 'waits', DELIVERED: 'delivered', FAILED: 'given up', FILTERED: 'not for it' } as const

const deliveryColumns: readonly TableColumn<WebhookDelivery>[] = [
  { title: 'When', show: ({ event_time }) => <Time at={event_time} as="ago" /> },
  { title: 'Event', show: ({ event }) => event },
  {
    title: 'Run',
    show: ({ run_id: run }) => (
      <Link to="/r/$run/$tab" params={{ run, tab: 'overview' }}>
        {run.slice(0, 8)}
      </Link>
    ),
  },
  { title: 'State', show: ({ state }) => words[state] },
  { title: 'Attempts', isNumeric: true, show: ({ attempts }) => String(attempts) },
  { title: 'Answer', show: ({ error, response_status }) => error ?? response_status ?? '' },
]

function Deliveries({ hook }: { readonly hook: Webhook }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const id = hook.webhook_id
  const { data, error } = useQuery({
    queryKey: ['hooks', id, 'deliveries'],
    queryFn: async ({ signal }) => (await client.listDeliveries({ webhook_id: id, max_results: 100 }, { signal })).deliveries,
    refetchInterval: 5_000,
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['hooks'] })
  const again = useMutation({ mutationFn: () => client.redeliver({ webhook_id: id }), onSuccess: refresh })
  const change = useMutation({
    mutationFn: () => client.updateWebhook({ webhook_id: id, status: hook.status === 'ACTIVE' ? 'DISABLED' : 'ACTIVE' }),
    onSuccess: refresh,
  })
  const remove = useMutation({
    mutationFn: () => client.deleteWebhook({ webhook_id: id }),
    onSuccess: async () => {
      await refresh()
      await navigate({ to: '/hooks', search: {} })
    },
  })
  const problem = [again, change, remove].find((one) => one.error !== null)?.error
  return (
    <section aria-label={`Sent to ${hook.name}`} style={{ marginTop: 24 }}>
      <div className={page['head']}>
        <h2>Sent to {hook.name}</h2>
        <button type="button" className={page['button']} disabled={Number(hook.failed) === 0} onClick={() => again.mutate()}>
          Send again what was given up
        </button>
        <button type="button" className={page['button']} onClick={() => change.mutate()}>
          {hook.status === 'ACTIVE' ? 'Switch off' : 'Switch on'}
        </button>
        <button
          type="button"
          className={page['button']}
          onClick={() => {
            if (window.confirm(`Delete ${hook.name}, and what waits to be sent to it?`)) remove.mutate()
          }}
        >
          Delete
        </button>
      </div>
      {problem === undefined ? null : <p role="alert">{errorText(problem)}</p>}
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {data?.length === 0 ? <p className={page['soft']}>Nothing was sent yet.</p> : null}
      {data === undefined || data.length === 0 ? null : (
        <Table label={`Deliveries to ${hook.name}`} columns={deliveryColumns} rows={data} keyOf={({ delivery_id }) => delivery_id} />
      )}
    </section>
  )
}
