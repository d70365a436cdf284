import { createStillAxes, encodeJson, packBuckets, packPoints, parseStill, type Still } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { answerSeries } from './series-answer.ts'

const info = { run_id: 'r', run_uuid: 'r', experiment_id: '1', status: 'FINISHED', lifecycle_stage: 'active' }
const metric = (key: string) => ({ key, value: 1, timestamp: 1 })
const axes = createStillAxes()
const column = (...values: number[]) => Float64Array.from(values)
const points = (step: number[], time: number[], value: number[]) => packPoints({ step, time, value: column(...value) }, axes)
const long = packBuckets(
  {
    from: [0, 10, 20],
    to: [9, 19, 29],
    count: [10, 10, 10],
    nanCount: [0, 0, 0],
    first: column(1, 2, 3),
    last: column(1, 2, 3),
    min: column(0, -5, 3),
    max: column(1, 2, 9),
    mean: column(1, 2, 3),
  },
  axes,
)
const still = readStill({
  format: 2,
  reprise: '0.1.0',
  made: 1,
  runs: [{ info, data: { metrics: ['loss', 'long', 'rows', 'left out'].map(metric) } }],
  series: [
    { run_id: 'r', key: 'loss', points: points([0, 1, 2, 3], [100, 110, 120, 130], [4, Number.NaN, -1, 2]) },
    { run_id: 'r', key: 'rows', points: points([1, 3], [1, 2], [0.5, 0.25]) },
    { run_id: 'r', key: 'long', by_step: long },
  ],
  axes: axes.all,
})

function readStill(data: object): Still {
  return parseStill(encodeJson(data))
}

function ask(metric_key: string, more: object = {}): object | undefined {
  return (answerSeries(still, { run_ids: ['r'], metric_key, ...more }) as { runs: object[] }).runs[0]
}

test('points that are kept are answered one by one, along each axis', () => {
  expect(ask('loss')).toMatchObject({ run_id: 'r', from: [0, 1, 2, 3], first: [4, Number.NaN, -1, 2], nan_count: [0, 1, 0, 0] })
  expect(ask('loss', { x: 'time', from: 105, to: 125 })).toMatchObject({ from: [110, 120], to: [110, 120] })
  expect(ask('loss', { x: 'relative' })).toMatchObject({ from: [0, 10, 20, 30] })
})

test('fewer buckets keep every extreme, and what is no number is no part of the mean', () => {
  expect(ask('loss', { width: 1 })).toEqual({
    run_id: 'r',
    from: [0],
    to: [3],
    count: [4],
    nan_count: [1],
    first: [4],
    last: [2],
    min: [-1],
    max: [4],
    mean: [5 / 3],
  })
})

test('buckets that are kept are merged, and never made finer', () => {
  expect(ask('long')).toMatchObject({ from: [0, 10, 20] })
  expect(ask('long', { from: 12, to: 25 })).toMatchObject({ from: [10, 20] })
  expect(ask('long', { width: 1 })).toMatchObject({ min: [-5], max: [9], mean: [2], count: [30], to: [29] })
  expect(ask('long', { x: 'time' })).toBeUndefined()
})

test('the moving average is that of the server: over finite points, without the pull towards zero', () => {
  expect(ask('loss', { smoothing: 0.5, columns: ['smoothed'] })).toEqual({
    run_id: 'r',
    smoothed: [4, 4, (4 * 0.25 - 0.5) / 0.75, ((4 * 0.25 - 0.5) * 0.5 + 1) / 0.875],
  })
})

test('points stand where another metric was when they were logged', () => {
  expect(ask('loss', { x_metric_key: 'rows', columns: ['from', 'first'] })).toEqual({
    run_id: 'r',
    x_from: [0.25, 0.5],
    first: [2, Number.NaN],
  })
})

test('columns are packed as the server packs them', () => {
  expect(ask('loss', { encoding: 'base64', columns: ['from', 'count', 'min'], to: 0 })).toEqual({
    run_id: 'r',
    packed: { from: 'AAAAAAAAAAA=', count: 'AQAAAA==', min: 'AAAAAAAAEEA=' },
  })
})

test('a metric without points is told from one whose points were left out', () => {
  expect(ask('none')).toBeUndefined()
  expect(() => ask('left out')).toThrow('The points of this metric are not in this page.')
})
