import { describe, expect, test } from 'vitest'
import { timeTicks } from './time-ticks.ts'

const at = (text: string) => Date.parse(`${text}Z`)
const utc = (from: string, to: string, count: number) =>
  timeTicks(at(from), at(to), { count, kind: 'utc' }).map((tick) => new Date(tick).toISOString().slice(0, 16))

describe('lines of an axis of times', () => {
  test('stand at whole minutes, hours, days and months', () => {
    expect(utc('2026-03-01T10:07', '2026-03-01T10:58', 4)).toEqual(['2026-03-01T10:15', '2026-03-01T10:30', '2026-03-01T10:45'])
    expect(utc('2026-03-01T01:00', '2026-03-02T01:00', 4)).toEqual([
      '2026-03-01T06:00',
      '2026-03-01T12:00',
      '2026-03-01T18:00',
      '2026-03-02T00:00',
    ])
    expect(utc('2026-02-27T13:00', '2026-03-02T13:00', 3)).toEqual(['2026-02-28T00:00', '2026-03-01T00:00', '2026-03-02T00:00'])
    expect(utc('2026-01-10T00:00', '2026-08-10T00:00', 3)).toEqual(['2026-04-01T00:00', '2026-07-01T00:00'])
    expect(utc('1990-05-01T00:00', '2026-05-01T00:00', 4)).toEqual(['2000-01-01T00:00', '2010-01-01T00:00', '2020-01-01T00:00'])
  })

  test('of a span stand at lengths that people count in', () => {
    const minutes = timeTicks(0, 2_000_000, { count: 3, kind: 'span' }).map((tick) => tick / 60_000)
    expect(minutes).toEqual([0, 15, 30])
    const days = timeTicks(0, 86_400_000 * 41, { count: 4, kind: 'span' }).map((tick) => tick / 86_400_000)
    expect(days).toEqual([0, 20, 40])
  })

  test('are few, whatever the axis', () => {
    expect(timeTicks(-8e15, 8e15, { count: 5, kind: 'utc' }).length).toBeLessThanOrEqual(50)
    expect(timeTicks(0, 1e300, { count: 5, kind: 'span' }).length).toBeLessThanOrEqual(50)
    expect(timeTicks(5, 5.1, { count: 5, kind: 'clock' }).length).toBeLessThanOrEqual(1)
  })
})
