import { expect, it } from 'vitest'
import { createClient } from '../client.ts'

it('has small writes outlive the page where that is asked for, and nothing else', async () => {
  const sent: [path: string, keepalive: boolean][] = []
  const send = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    sent.push([new URL(new Request(url).url).pathname.split('/').at(-1) ?? '', init?.keepalive === true])
    return Response.json({})
  }
  for (const outliveThePage of [true, false]) {
    const client = createClient({ url: 'http://tracking', fetch: send, outliveThePage })
    await client.setTag({ run_id: 'r', key: 'k', value: 'v' })
    await client.setTag({ run_id: 'r', key: 'k', value: 'v'.repeat(9_000) })
    await client.searchRuns({ experiment_ids: ['0'] })
  }
  expect(sent.slice(0, 3)).toEqual([
    ['set-tag', true],
    ['set-tag', false],
    ['search', false],
  ])
  expect(sent.slice(3).map(([, keepalive]) => keepalive)).toEqual([false, false, false])
})
