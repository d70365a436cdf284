import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { createReader } from './read-again.ts'

/** A page that reads something of the server, which answers when it is told to. */
function watch(queryKey: readonly unknown[]) {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const asked: ((answer: string) => void)[] = []
  const queryFn = () => new Promise<string>((resolve) => void asked.push(resolve))
  const observer = new QueryObserver(queries, { queryKey, queryFn })
  const stop = observer.subscribe(() => {})
  return { queries, asked, stop, shown: () => observer.getCurrentResult().data }
}

const created = { id: '1', kind: 'run-created', time: 0, experimentId: '1', runId: 'r' } as const
const runs = ['runs', 'search', ['1'], {}]

it('reads again what has changed, and nothing else', async () => {
  const page = watch(runs)
  const other = watch(['views', 'runs', '1'])
  for (const { asked } of [page, other]) asked[0]?.('before')
  await expect.poll(() => [page.shown(), other.shown()]).toEqual(['before', 'before'])
  for (const { queries } of [page, other]) createReader(queries)([created])
  expect([page.asked.length, other.asked.length]).toEqual([2, 1])
  page.asked[1]?.('after')
  await expect.poll(page.shown).toBe('after')
  for (const { stop } of [page, other]) stop()
})

it('reads once more what was on its way when it changed', async () => {
  const page = watch(runs)
  const readAgain = createReader(page.queries)
  for (let change = 0; change < 3; change++) readAgain([created])
  expect(page.asked).toHaveLength(1)
  page.asked[0]?.('before')
  await expect.poll(() => page.asked.length).toBe(2)
  page.asked[1]?.('after')
  await expect.poll(page.shown).toBe('after')
  expect(page.asked).toHaveLength(2)
  page.stop()
})

it('reads everything that was asked for before the stream was there', async () => {
  const page = watch(['views', 'runs', '1'])
  page.asked[0]?.('before')
  await expect.poll(page.shown).toBe('before')
  createReader(page.queries)([{ id: '', kind: 'reset' }])
  expect(page.asked).toHaveLength(2)
  page.stop()
})
