import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { testTracker } from '../testing/test-tracker.ts'
import { toTableDocument } from './table.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

/** Artifacts of the only run, by path. */
function stored(): Record<string, string> {
  const entries = [...server.state.artifacts].map(([path, bytes]) => [path.replace(/^.*?\/artifacts\//, ''), bytes.toString()])
  return Object.fromEntries(entries) as Record<string, string>
}

describe('artifacts', () => {
  it('are files, under their own names', async () => {
    using tracker = testTracker(server.url)
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'model b.bin'), 'weights')
    await tracker.withRun({}, async (run) => {
      await run.logArtifact(join(folder.path, 'model b.bin'))
      await run.logArtifact(join(folder.path, 'model b.bin'), 'deep/er/')
    })
    expect(stored()).toEqual({ 'model b.bin': 'weights', 'deep/er/model b.bin': 'weights' })
  })

  it('are folders, with their structure, several files at a time', async () => {
    using tracker = testTracker(server.url)
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'a', 'b'), { recursive: true })
    const names = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? `a/${index}.txt` : `a/b/${index}.txt`))
    for (const name of names) writeFileSync(join(folder.path, name), name)
    symlinkSync(join(folder.path, 'a', '0.txt'), join(folder.path, 'link'))
    let open = 0
    let most = 0
    server.interfere = async ({ method }) => {
      if (method !== 'PUT') return undefined
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setTimeout(resolve, 5))
      open -= 1
      return undefined
    }
    await tracker.withRun({}, (run) => run.logArtifacts(folder.path, { artifactFolder: 'all', parallel: 4 }))
    expect(stored()).toEqual(Object.fromEntries([...names.map((name) => [`all/${name}`, name]), ['all/link', 'a/0.txt']]))
    expect(most).toBe(4)
  })

  it('are text, JSON, pictures and tables', async () => {
    using tracker = testTracker(server.url)
    await tracker.withRun({}, async (run) => {
      await run.logText('grüezi', 'notes/a.md')
      await run.logDict({ labels: ['a'] }, 'labels.json')
      await run.logFigure('<svg/>', 'text.svg')
      await run.logFigure({ toSVG: async () => '<svg>view</svg>' }, 'view.svg')
      await run.logFigure({ toBuffer: () => Buffer.from('png') }, 'canvas.png')
      await run.logFigure({ outerHTML: '<svg>plot</svg>' }, 'plot.svg')
      await run.logTable(
        [
          { q: 'one', score: 1 },
          { q: 'two', extra: true },
        ],
        'table.json',
      )
      await expect(run.logFigure(7 as unknown as string, 'x.svg')).rejects.toThrow('A figure is')
    })
    expect(stored()).toEqual({
      'notes/a.md': 'grüezi',
      'labels.json': '{\n  "labels": [\n    "a"\n  ]\n}',
      'text.svg': '<svg/>',
      'view.svg': '<svg>view</svg>',
      'canvas.png': 'png',
      'plot.svg': '<svg>plot</svg>',
      'table.json': '{"columns":["q","score","extra"],"data":[["one",1,null],["two",null,true]]}',
    })
    const [run] = [...server.state.runs.values()]
    expect(run?.tags.get('mlflow.loggedArtifacts')).toBe('[{"path":"table.json","type":"table"}]')
  })

  it('under way are waited for by the end of the run', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    server.interfere = async ({ method }) => {
      if (method === 'PUT') await new Promise((resolve) => setTimeout(resolve, 50))
      return undefined
    }
    const upload = run.logText('slow', 'slow.txt')
    await run.end()
    expect(stored()).toEqual({ 'slow.txt': 'slow' })
    await upload
  })

  it('that can not be read, or that the server refuses, reject where they are logged', async () => {
    using tracker = testTracker(server.url)
    await tracker.withRun({}, async (run) => {
      await expect(run.logArtifact('/nowhere/a.txt')).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(run.logText('x', '../a.txt')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
      server.interfere = ({ method }) => (method === 'PUT' ? 413 : undefined)
      await expect(run.logText('x', 'a.txt')).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    })
  })

  it('are kept as they were when the server was away', async () => {
    using tracker = testTracker(server.url)
    using folder = temporaryFolder()
    const path = join(folder.path, 'a.txt')
    const run = await tracker.startRun()
    await server.close()
    writeFileSync(path, 'before')
    await run.logArtifact(path)
    writeFileSync(path, 'after')
    server = await startRecordingServer({ port: server.port, state: server.state })
    await run.end()
    expect(stored()).toEqual({ 'a.txt': 'before' })
  })

  it('without a spool reject when the server is away', async () => {
    using tracker = testTracker(server.url, { spool: false })
    const run = await tracker.startRun()
    await server.close()
    await expect(run.logText('x', 'a.txt')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
  })
})

describe('a table', () => {
  it('can be given by columns', () => {
    expect(toTableDocument({ a: [1, 2], b: ['x'] })).toEqual({
      columns: ['a', 'b'],
      data: [
        [1, 'x'],
        [2, null],
      ],
    })
  })
})
