import type { Webhook } from '@reprise/protocol'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { formatAgo, formatDate } from '../values/format.ts'
import { HookForm } from './hook-form.tsx'

const hooksQuery = {
  queryKey: ['hooks'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await client.listWebhooks({ max_results: 1_000 }, { signal })).webhooks,
  refetchInterval: 5_000,
}

/** Who is told of what happens to runs, and what was sent. */
export function HooksPage() {
  const { hook } = useSearch({ from: '/hooks' })
  const { data, error } = useQuery(hooksQuery)
  if (error !== null) return <Notice title="The hooks could not be read" text={errorText(error)} />
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
    <table className={page['table']}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Address</th>
          <th scope="col">Is told of</th>
          <th scope="col">Waiting</th>
          <th scope="col">Given up</th>
          <th scope="col">Try it</th>
        </tr>
      </thead>
      <tbody>
        {hooks.map((hook) => (
          <tr key={hook.webhook_id}>
            <th scope="row">
              <Link to="/hooks" search={{ hook: hook.webhook_id }}>
                {hook.name}
              </Link>
              {hook.status === 'DISABLED' ? <div className={page['soft']}>switched off</div> : null}
            </th>
            <td>{hook.url}</td>
            <td>
              {hook.subscriptions.join(', ')}
              {hook.filter === undefined ? null : <div className={page['soft']}>{hook.filter}</div>}
            </td>
            <td>{String(hook.pending)}</td>
            <td>{String(hook.failed)}</td>
            <td>
              <Test hook={hook} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
      <table className={page['table']}>
        <tbody>
          {data?.map((delivery) => (
            <tr key={delivery.delivery_id}>
              <td title={formatDate(delivery.event_time)}>{formatAgo(delivery.event_time)}</td>
              <td>{delivery.event}</td>
              <td>
                <Link to="/r/$run/$tab" params={{ run: delivery.run_id, tab: 'overview' }}>
                  {delivery.run_id.slice(0, 8)}
                </Link>
              </td>
              <td>{words[delivery.state]}</td>
              <td>
                {String(delivery.attempts)} {Number(delivery.attempts) === 1 ? 'attempt' : 'attempts'}
              </td>
              <td>{delivery.error ?? delivery.response_status ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
