import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

describe('pipelines and lineage over HTTP', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer()
  })
  afterAll(() => server.close())

  const api = '/api/reprise/1'
  const post = (path: string, body: unknown) =>
    server.ask(api + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  it('publishes, lists, shows and forgets', async () => {
    const published = await post('/pipelines/publish', { project: 'ada/spirals & co', time: 1, stages: [{ name: 'train' }] })
    expect([published.status, published.json.is_new]).toEqual([200, true])
    const project = encodeURIComponent('ada/spirals & co')
    expect((await server.ask(`${api}/pipelines/search?max_results=5`)).json.pipelines).toMatchObject([{ project: 'ada/spirals & co' }])
    expect((await server.ask(`${api}/pipelines/states?project=${project}`)).json.states).toEqual([published.json.state])
    const shown = await server.ask(`${api}/pipelines/get?project=${project}&state_id=${published.json.state.state_id}`)
    expect(shown.json.state.stages).toMatchObject([{ name: 'train', state: 'UP_TO_DATE' }])
    expect((await post('/pipelines/delete', { project: 'ada/spirals & co' })).status).toBe(200)
    expect((await server.ask(`${api}/pipelines/get?project=${project}`)).json.error_code).toBe('RESOURCE_DOES_NOT_EXIST')
  })

  it('refuses a state that is too large before it reads all of it', async () => {
    const answer = await post('/pipelines/publish', {
      project: 'p',
      time: 1,
      stages: [{ name: 'x', description: 'x'.repeat(5 * 2 ** 20) }],
    })
    expect([answer.status, answer.json.error_code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    expect(answer.json.message).toContain('4194304')
  })

  it('refuses what it does not know, with the place', async () => {
    const answer = await post('/pipelines/publish', { project: 'p', time: 1, stages: [{ name: 'x', command: 'y' }] })
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE', message: "Unknown parameter 'stages[0].command'." })
    expect(answer.json.hint).toContain('commands')
  })

  it('answers lineage, asked either way', async () => {
    const { run } = (await server.post('/runs/create', { experiment_id: '0', run_name: 'maker' })).json
    const digest = 'a'.repeat(32)
    await post('/runs/log-dataset-outputs', {
      run_id: run.info.run_id,
      datasets: [{ name: 'm', digest, source_type: 'local', source: 'm' }],
    })
    const answer = await server.ask(`${api}/lineage?digest=${digest}&direction=UP&depth=3`)
    expect(answer.json).toMatchObject({
      root: `data:${digest}`,
      nodes: [{ distance: 0 }, { distance: -1, run: { run_name: 'maker' } }],
      is_whole: true,
    })
    expect((await post('/lineage', { run_id: run.info.run_id })).json.nodes).toHaveLength(2)
    expect((await server.ask(`${api}/lineage/runs?digest=${digest}&role=MADE`)).json.runs).toMatchObject([{ run_name: 'maker' }])
    expect((await server.ask(`${api}/lineage?digest=nothing`)).status).toBe(404)
    expect((await server.ask(`${api}/lineage`)).status).toBe(400)
  })
})
