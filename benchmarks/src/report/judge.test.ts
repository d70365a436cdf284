import { expect, test } from 'vitest'
import { describeLimit, judge } from './judge.ts'
import type { Figures } from './figures.ts'
import type { Measurement } from './report.ts'
import type { Target } from './targets.ts'

function measurement(workload: string, subject: Measurement['subject'], figures: Figures): Measurement {
  return { workload, subject, figures, rounds: 1 }
}

const rates = [
  measurement('log-metric', 'durable floor', { rate: 10_000 }),
  measurement('log-metric', 'reprise', { rate: 5_900, p50: 2 }),
  measurement('log-metric', 'mlflow', { rate: 60 }),
]
const rate: Target = {
  title: 'log-metric',
  measured: { workload: 'log-metric', figure: 'rate' },
  limit: { atLeast: 0.6, of: 'durable floor' },
  command: 'http.ts',
}

test('holds a rate against a share of the floor of the same run', () => {
  expect(judge(rate, rates)).toMatchObject({ measured: 5_900, threshold: 6_000, compared: 10_000, mlflow: 60, isReached: false })
  expect(judge({ ...rate, limit: { atLeast: 0.5, of: 'durable floor' } }, rates)?.isReached).toBe(true)
  expect(describeLimit(rate.limit, 'rate')).toBe('≥ 60 % of the durable floor')
})

test('adds what a sync takes on the disk where it was measured', () => {
  const latency: Target = { ...rate, measured: { workload: 'log-metric', figure: 'p50' }, limit: { atMost: 1.5, plusOneSync: true } }
  expect(judge(latency, rates)).toBeUndefined()
  expect(judge(latency, [...rates, measurement('fdatasync', 'machine', { p50: 0.6 })])).toMatchObject({ threshold: 2.1, isReached: true })
  expect(describeLimit(latency.limit, 'p50')).toBe('≤ 1.5 ms p50 + one fdatasync')
})

test('judges nothing without the floor that a target names', () => {
  expect(judge(rate, rates.slice(1))).toBeUndefined()
})
