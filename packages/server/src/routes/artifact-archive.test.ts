import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

describe('archives of artifacts', () => {
  let server: TestServer
  let run: string
  const ask = (query: string) => server.ask(`/api/reprise/1/artifacts/archive?run_id=${run}${query}`)
  beforeAll(async () => {
    server = await openTestServer()
    const { info } = (await server.post('/runs/create', { experiment_id: '0' })).json.run
    run = info.run_id
    const folder = (info.artifact_uri as string).replace('mlflow-artifacts:/', '/api/2.0/mlflow-artifacts/artifacts/')
    await server.ask(`${folder}/a.txt`, { method: 'PUT', body: 'first' })
    await server.ask(`${folder}/deep/er/%C3%BC.txt`, { method: 'PUT', body: 'second' })
  })
  afterAll(() => server.close())

  it('hold every file below the folder by its name there, and end with a directory of them', async () => {
    const whole = await ask('')
    expect([whole.status, whole.headers['content-type']]).toEqual([200, 'application/zip'])
    expect(whole.headers['content-disposition']).toContain(`${run}.zip`)
    const bytes = Buffer.from(whole.text)
    expect(bytes.readUInt16LE(bytes.length - 12)).toBe(2)
    expect(whole.text).toContain('a.txtfirst')
    expect(whole.text).toContain('deep/er/ü.txtsecond')
    const part = await ask('&path=deep/')
    expect(part.text).toContain('er/ü.txtsecond')
    expect(part.text).not.toContain('deep/er')
    expect(part.headers['content-disposition']).toContain('deep.zip')
  })

  it('are made of the files of a logged model, too', async () => {
    const { info } = (await server.post('/logged-models', { experiment_id: '0', name: 'forest', source_run_id: run })).json.model
    const folder = (info.artifact_uri as string).replace('mlflow-artifacts:/', '/api/2.0/mlflow-artifacts/artifacts/')
    await server.ask(`${folder}/MLmodel`, { method: 'PUT', body: 'flavors: {}' })
    const whole = await server.ask(`/api/reprise/1/artifacts/archive?model_id=${info.model_id}`)
    expect(whole.headers['content-disposition']).toContain(`${info.model_id}.zip`)
    expect(whole.text).toContain('MLmodelflavors: {}')
    expect((await server.ask(`/get-artifact?model_id=${info.model_id}&path=MLmodel`)).text).toBe('flavors: {}')
    expect((await server.ask('/get-artifact?model_id=m-none&path=MLmodel')).status).toBe(404)
  })

  it('are refused for folders that are not there, and paths that lead elsewhere', async () => {
    expect((await ask('&path=none')).status).toBe(404)
    expect((await ask('&path=a.txt')).status).toBe(404)
    expect((await ask('&path=../..')).status).toBe(400)
    expect((await server.ask('/api/reprise/1/artifacts/archive')).status).toBe(400)
    expect((await server.ask(`/api/reprise/1/artifacts/archive?run_id=${'0'.repeat(32)}`)).status).toBe(404)
  })
})
