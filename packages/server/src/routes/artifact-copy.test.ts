import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

describe('copying artifacts from run to run', () => {
  let server: TestServer
  let [first, second]: [string, string] = ['', '']

  beforeAll(async () => {
    server = await openTestServer()
    first = await createRun()
    second = await createRun()
    await server.ask(`/api/2.0/mlflow/upload-artifact?run_id=${first}&path=reprise/code/base.pack`, { method: 'POST', body: 'pack' })
  })
  afterAll(() => server.close())

  it('gives a run what another run has', async () => {
    expect((await copy({})).status).toBe(200)
    expect((await server.ask(`/get-artifact?run_id=${second}&path=copied/base.pack`)).text).toBe('pack')
  })

  it.each([
    ['another digest', { sha256: digest('other') }, 404],
    ['no such file', { from_path: 'none' }, 404],
    ['no such run', { from_run_id: '0'.repeat(32) }, 404],
    ['a path that leads out', { from_path: '../../x' }, 400],
    ['a target that leads out', { path: 'a/../../x' }, 400],
    ['a field that is missing', { sha256: undefined }, 400],
  ])('refuses %s', async (_case, change, status) => {
    expect((await copy({ path: 'refused', ...change })).status).toBe(status)
    expect((await server.ask(`/get-artifact?run_id=${second}&path=refused`)).status).toBe(404)
  })

  async function createRun(): Promise<string> {
    const { json } = await server.post('/runs/create', { experiment_id: '0' })
    return (json as { run: { info: { run_id: string } } }).run.info.run_id
  }

  function copy(change: Record<string, unknown>) {
    const asked = {
      run_id: second,
      path: 'copied/base.pack',
      from_run_id: first,
      from_path: 'reprise/code/base.pack',
      sha256: digest('pack'),
    }
    const body = JSON.stringify({ ...asked, ...change })
    return server.ask('/api/reprise/1/artifacts/copy', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
})

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
