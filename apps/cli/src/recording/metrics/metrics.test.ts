import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchMetricsFiles } from './metrics-files.ts'
import { createMetricsIntake, type MetricsIntake } from './metrics-intake.ts'
import { logProcedureEnd } from './procedure-end.ts'
import { readMetrics } from './read-metrics.ts'
import { LONGEST_LINE, splitLines } from './split-lines.ts'
import { describeSources, sourcesToWords } from './taken-metrics.ts'

describe('an object', () => {
  it('has numbers by their keys, with dots for what is inside', () => {
    expect(readMetrics({ step: 3, loss: 0.5, val: { acc: 0.9, deep: { er: -1 } }, ok: true })).toEqual({
      step: 3,
      values: [
        ['loss', 0.5],
        ['val.acc', 0.9],
        ['val.deep.er', -1],
        ['ok', 1],
      ],
      leftOut: [],
    })
  })

  it('has numbers in texts where they are nothing else, and words for what JSON can not write', () => {
    const { values = [] } = readMetrics({ a: '0.25', b: 'NaN', c: '-Infinity', d: ' 1e3 ', e: '12345678901234567890' }) ?? {}
    expect(values.map(([, value]) => value)).toEqual([0.25, Number.NaN, -Infinity, 1000, Number('12345678901234567890')])
  })

  it('says what is no number, and takes the rest', () => {
    expect(readMetrics({ loss: 1, phase: 'train', list: [1], no: null, text: '', step: 1.5 })).toEqual({
      values: [['loss', 1]],
      leftOut: ['phase is text', 'list is a list', 'text is text', 'step is no whole number'],
    })
    let deep: Record<string, unknown> = { bottom: 1 }
    for (let level = 0; level < 100; level++) deep = { in: deep }
    expect(readMetrics({ loss: 1, ...deep })?.leftOut).toEqual([expect.stringMatching(/ is too deep$/)])
  })

  it.each([[undefined], [null], [1], ['x'], [[1]], [{}], [{ level: 'info' }], [{ step: 1 }]])('%o holds no metrics', (value) =>
    expect(readMetrics(value)).toBeUndefined(),
  )
})

describe('lines', () => {
  const split = (chunks: readonly (string | Uint8Array)[]): { lines: string[]; tooLong: number } => {
    const lines: string[] = []
    let tooLong = 0
    const splitter = splitLines({ onObject: (line) => lines.push(Buffer.from(line).toString()), onTooLong: () => tooLong++ })
    for (const chunk of chunks) {
      const bytes = Buffer.from(chunk)
      splitter.add(bytes)
      bytes.fill(0)
    }
    splitter.end()
    return { lines, tooLong }
  }

  it('that begin as objects are found, however the stream is cut', () => {
    const text = 'plain\n{"a":1}\r\n  \t{"b":2}\n\n{\nx{"c":3}\n{"d":"é"}\n{"last":4}'
    const expected = ['{"a":1}\r', '{"b":2}', '{', '{"d":"é"}', '{"last":4}']
    const bytes = Buffer.from(text)
    for (let size = 1; size <= bytes.length; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
      expect(split(chunks).lines).toEqual(expected)
    }
  })

  it('that are huge are not kept, and what follows is found', () => {
    const huge = '{'.repeat(LONGEST_LINE / 2)
    expect(split([huge, huge, huge, huge, '\n{"a":1}\n'])).toEqual({ lines: ['{"a":1}'], tooLong: 1 })
    expect(split(['x'.repeat(3 * LONGEST_LINE), '\n{"a":1}\n'])).toEqual({ lines: ['{"a":1}'], tooLong: 0 })
  })
})

type Logged = [key: string, value: number, step: number]

function collect(intake: MetricsIntake, refused?: string): Logged[] {
  const points: Logged[] = []
  intake.attach({
    logMetric: (key: string, value: number, options?: { readonly step?: unknown }) => {
      if (key === refused) throw new RepriseError('INVALID_PARAMETER_VALUE', `'${key}' is no name.`)
      points.push([key, value, Number(options?.step)])
    },
  })
  return points
}

describe('the intake', () => {
  it('counts steps where none are given, and hands on what came before the run', () => {
    const intake = createMetricsIntake({ isProcedure: false })
    intake.object({ loss: 1 }, 'x')
    intake.object({ loss: 2 }, 'x')
    const points = collect(intake)
    intake.object({ loss: 3, step: 10 }, 'x')
    intake.object({ loss: 4, acc: 5, success: 0 }, 'x')
    expect(points).toEqual([
      ['loss', 1, 0],
      ['loss', 2, 1],
      ['loss', 3, 10],
      ['loss', 4, 11],
      ['acc', 5, 0],
      ['success', 0, 0],
    ])
    expect(intake.problems).toEqual([])
  })

  it('tells what it leaves out in a sentence', () => {
    const intake = createMetricsIntake({ isProcedure: false })
    const points = collect(intake, 'bad')
    const lines = intake.lines('the output')
    lines.add(Buffer.from(`{"bad": 1, "good": NaN, "phase": "train"}\n{'loss': 1}\n${'{"phase": "test", "n": 1}\n'.repeat(100)}`))
    lines.end()
    expect(points[0]).toEqual(['good', Number.NaN, 0])
    expect(points).toHaveLength(101)
    expect(intake.problems).toEqual([
      "Metrics of the output are left out: phase is text, a line is no JSON: {'loss': 1}.",
      "Metrics can not be logged: 'bad' is no name.",
    ])
  })

  it('keeps no more names than a run can have', () => {
    const intake = createMetricsIntake({ isProcedure: false })
    const points = collect(intake)
    for (let key = 0; key < 12_000; key++) intake.object({ [`k${key}`]: key }, 'x')
    expect(points).toHaveLength(10_000)
    expect(intake.problems).toEqual(['Metrics are too many: more than 10000 names.'])
  })

  it('lets a procedure say that it failed, and leaves success and duration to the one who wraps it', () => {
    const intake = createMetricsIntake({ isProcedure: true })
    const points = collect(intake)
    intake.object({ success: false, duration_seconds: 1, steps_completed: 2 }, 'x')
    expect([points, intake.hasFailed]).toEqual([[['steps_completed', 2, 0]], true])
  })
})

describe('files', () => {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'metrics-'))))
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('are read as one object, a list or lines, and only where the command wrote them', async () => {
    await writeFile(join(folder, 'old.json'), '{"stale": 1}')
    await writeFile(join(folder, 'same.json'), '{"again": 1}')
    const names = ['pretty.json', 'list.json', 'lines.jsonl', 'same.json', 'old.json', 'none.json', '.', 'text.txt', 'empty.json']
    const files = await watchMetricsFiles(names, folder)
    await writeFile(join(folder, 'pretty.json'), '{\n  "acc": 0.5\n}\n')
    await writeFile(join(folder, 'list.json'), '[{"l": 1}, {"l": 2, "step": 7}, 3]')
    await writeFile(join(folder, 'lines.jsonl'), '{"e": 1, "step": 1}\n{"e": NaN, "step": 2}\n')
    await writeFile(join(folder, 'same.json'), '{"again": 1}')
    await writeFile(join(folder, 'text.txt'), '"just text"')
    await writeFile(join(folder, 'empty.json'), '')
    const intake = createMetricsIntake({ isProcedure: false })
    const points = collect(intake)
    await files.readInto(intake)
    expect(points).toEqual([
      ['acc', 0.5, 0],
      ['l', 1, 0],
      ['l', 2, 7],
      ['e', 1, 1],
      ['e', Number.NaN, 2],
      ['again', 1, 0],
    ])
    expect(intake.problems).toEqual([
      'The command did not write old.json: metrics of an earlier run are not logged.',
      'The command left no file none.json with metrics.',
      '. is no file: no metrics are read from it.',
      'There are no metrics in text.txt.',
      'There are no metrics in empty.json.',
    ])
  })
})

describe('the end of a procedure', () => {
  const log = (end: Parameters<typeof logProcedureEnd>[1]): unknown[] => {
    const said: unknown[] = []
    logProcedureEnd({ logMetrics: (metrics) => said.push(metrics), setTags: (tags) => said.push(tags) }, end)
    return said
  }

  it('is a success with exit code 0, unless it said otherwise', () => {
    expect(log({ exitCode: 0, duration: 1_500 })).toEqual([{ duration_seconds: 1.5, success: 1 }])
    expect(log({ exitCode: 0, duration: 0, hasFailed: true })).toEqual([
      { duration_seconds: 0, success: 0 },
      { error_type: 'success is 0', error_message: 'success is 0' },
    ])
  })

  it('tells the last line of stderr', () => {
    expect(log({ exitCode: 2, duration: 0, stderr: 'warn\n\u001B[31mboom\u001B[0m\n\n' })[1]).toEqual({
      error_type: 'exit code 2',
      error_message: 'boom',
    })
    expect(log({ exitCode: undefined, signal: 'SIGKILL', duration: 0 })[1]).toEqual({ error_type: 'SIGKILL', error_message: 'SIGKILL' })
  })
})

it('names the sources in a tag from which a repeat takes them, and takes nothing else from it', () => {
  const sources = { procedure: 'a b', metricsFromStdout: true, metricsFile: ['m.json', '--x'] }
  const { 'reprise.metrics_from': tag } = describeSources(sources)
  expect(sourcesToWords(tag)).toEqual(['--procedure=a b', '--metrics-from-stdout', '--metrics-file=m.json', '--metrics-file=--x'])
  expect(describeSources({})).toEqual({})
  for (const odd of [undefined, '', 'no', '[]', 'null', '{"procedure":1,"files":[1],"stdout":"x"}']) expect(sourcesToWords(odd)).toEqual([])
})
