import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseStill, type StillBuckets, unpackBuckets, unpackPoints } from '@reprise/protocol'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

const template = '<!doctype html><title><!--title--></title><script id="still"><!--data--></script></html>'
const STILLS = '/api/reprise/1/stills'

describe('pages of runs', () => {
  let folder: TemporaryFolder
  let server: TestServer
  let run: string
  const logged: string[] = []
  beforeAll(async () => {
    folder = await createTemporaryFolder('stills')
    const web = join(folder.path, 'web')
    mkdirSync(web)
    writeFileSync(join(web, 'index.html'), '<!doctype html>')
    writeFileSync(join(web, 'still.html'), template)
    server = await openTestServer({ web, log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }) })
    run = await createRun('</title><script>1</script>')
  })
  afterAll(async () => {
    await server.close()
    await folder.remove()
  })

  const createRun = async (run_name: string): Promise<string> =>
    (await server.post('/runs/create', { experiment_id: '0', run_name, start_time: 1 })).json.run.info.run_id as string
  const ask = async (query: string) => {
    const { status, text, headers } = await server.ask(`${STILLS}?${query}`)
    const data = /<script id="still">(.*)<\/script><\/html>$/s.exec(text)?.[1] ?? ''
    return { status, text, headers, still: parseStill(gunzipSync(Buffer.from(data, 'base64'))) }
  }
  const share = async (body: object): Promise<string> => {
    const headers = { 'content-type': 'application/json' }
    return (await server.ask('/api/reprise/1/shares/create', { method: 'POST', headers, body: JSON.stringify(body) })).json.token as string
  }

  it('hold what runs hold, as an attachment, and nothing that could be a tag', async () => {
    const { status, text, headers, still } = await ask(`run_ids=${run}`)
    expect(status).toBe(200)
    expect(headers['content-disposition']).toContain(`attachment; filename="run-${run}.html"`)
    expect(still.runs[0]?.info.run_name).toBe('</title><script>1</script>')
    expect(still.experiments).toEqual([{ experiment_id: '0', name: 'Default' }])
    expect(text.match(/<script/g)).toHaveLength(1)
    expect(text).toContain('<title>&#60;/title&#62;')
  })

  it('keep points one by one, with NaN, infinities and steps beyond 2^53', async () => {
    const odd = await createRun('odd')
    const body = `{"run_id":"${odd}","metrics":[{"key":"m","value":NaN,"timestamp":1,"step":-5},{"key":"m","value":Infinity,"timestamp":2,"step":9007199254740993},{"key":"m","value":-Infinity,"timestamp":1,"step":9007199254740995}]}`
    await server.ask('/api/2.0/mlflow/runs/log-batch', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const { still } = await ask(`run_ids=${odd}`)
    const [series] = still.series
    expect(series).toMatchObject({ run_id: odd, key: 'm' })
    expect(series?.points && unpackPoints(series.points, still.axes)).toEqual({
      step: [-5, 9007199254740993n, 9007199254740995n],
      time: [1, 2, 1],
      value: Float64Array.of(Number.NaN, Infinity, -Infinity),
    })
  })

  it('keep every extreme of long series, and places that series share once', async () => {
    const long = await createRun('long')
    const POINTS = 5_000
    const spikes = new Map([
      [1_234, 77.125],
      [4_321, -55.5],
    ])
    for (let at = 0; at < POINTS; at += 500) {
      const metrics = Array.from({ length: 500 }, (_, index) => {
        const step = at + index
        return ['a', 'b'].map((key) => ({ key, value: spikes.get(step) ?? Math.sin(step), step, timestamp: 1_000_000 + step * 7 }))
      })
      await server.post('/runs/log-batch', { run_id: long, metrics: metrics.flat() })
    }
    const { still } = await ask(`run_ids=${long}`)
    const unpack = (buckets: StillBuckets | undefined) => unpackBuckets(buckets as StillBuckets, still.axes)
    const curves = still.series.flatMap(({ by_step, by_time }) => [unpack(by_step), unpack(by_time)])
    expect(curves).toHaveLength(4)
    for (const { count, min, max, from, to } of curves) {
      expect(count.length).toBeGreaterThan(400)
      expect(count.reduce<number>((sum, one) => sum + Number(one), 0)).toBe(POINTS)
      expect([Math.min(...min), Math.max(...max)]).toEqual([-55.5, 77.125])
      const spike = max.indexOf(77.125)
      const x = to.at(-1) === POINTS - 1 ? 1_234 : 1_000_000 + 1_234 * 7
      expect(Number(from[spike]) <= x && x <= Number(to[spike])).toBe(true)
    }
    expect(still.axes).toHaveLength(2)
  })

  it('keep files of which there is room, the ends of logs, and the names of the others', async () => {
    const { artifacts } = server.parts
    const files = await createRun('files')
    const put = (path: string, bytes: Buffer) => artifacts.put(`0/${files}/artifacts/${path}`, streamOf(bytes))
    await put('logs/stdout.txt', Buffer.from(`${'0123456789\n'.repeat(30_000)}the end`))
    await put('a.bin', Buffer.from([0, 255, 1]))
    await put('empty.txt', Buffer.alloc(0))
    await put('deep/large.txt', Buffer.alloc(300_000, 'x'))
    const { still } = await ask(`run_ids=${files}`)
    const byPath = new Map(still.files.map((file) => [file.path, file]))
    expect([...byPath.keys()]).toEqual(['logs/stdout.txt', 'a.bin', 'deep/large.txt', 'empty.txt'])
    const log = byPath.get('logs/stdout.txt')
    expect(log?.text).toMatch(/^0123456789\n.*the end$/s)
    expect(Number(log?.skipped) + (log?.text?.length ?? 0)).toBe(330_007)
    expect(byPath.get('a.bin')?.base64).toBe('AP8B')
    expect(byPath.get('empty.txt')?.text).toBe('')
    expect(byPath.get('deep/large.txt')).toEqual({ run_id: files, path: 'deep/large.txt', size: 300_000 })
  })

  it('are shared under a link, zipped for who can read that', async () => {
    const token = await share({ run_ids: [run] })
    const { status, headers, text } = await server.ask(`/s/${token}`)
    expect([status, headers['content-encoding'], headers['x-robots-tag']]).toEqual([200, undefined, 'noindex, nofollow'])
    expect(text).toMatch(/<\/html>$/)
    const zipped = await fetch(`${server.url}/s/${token}`, { headers: { 'accept-encoding': 'gzip' } })
    expect(await zipped.text()).toBe(text)
    expect((await server.ask(`/s/${token}`, { method: 'HEAD' })).status).toBe(200)
    expect((await server.ask(`/api/reprise/1/shares/get?token=${token}`)).status).toBe(200)
    await expect.poll(() => logged.join('')).toContain('shares/get?token=…')
    expect(logged.join('')).toContain('/s/…')
    expect(logged.join('')).not.toContain(token)
  })

  it('are not made where there is no interface, and that is said', async () => {
    await using plain = await openPlain()
    expect((await plain.server.ask(`${STILLS}?run_ids=${run}`)).json).toMatchObject({ error_code: 'NOT_IMPLEMENTED' })
    const { status, text } = await plain.server.ask('/s/abc')
    expect([status, text.includes('This server has no pages to show')]).toEqual([501, true])
  })

  it('are no page of the interface while they are empty', async () => {
    expect((await server.ask('/still.html')).status).toBe(404)
  })
})

async function openPlain(): Promise<AsyncDisposable & { readonly server: TestServer }> {
  const server = await openTestServer()
  return { server, [Symbol.asyncDispose]: () => server.close() }
}

async function* streamOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}
