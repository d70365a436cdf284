import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { toColumns } from '../../../series/index.ts'
import { IntakeTable } from './intake-table.ts'
import { type IntakePart, pointsIntake } from './points-intake.ts'

function open() {
  const database = new DatabaseSync(':memory:')
  database.exec('create table intake (id integer primary key, data blob not null)')
  return { database, intake: new IntakeTable(database, pointsIntake) }
}

function part(runId: number, points: readonly (readonly [key: number, step: number | bigint, value: number])[]): IntakePart {
  const columns = toColumns(points.map(([, step, value]) => ({ step, timestamp: 5, value })))
  return { runId, rows: { keyIds: Float64Array.from(points, ([key]) => key), ...columns } }
}

const unexpected = (error: Error): never => {
  throw error
}

test('holds the points of many runs, in the order in which they came', () => {
  const { intake } = open()
  const first = [
    part(7, [[1, 1, 0.5]]),
    part(2 ** 40, [
      [2, 1, Number.NaN],
      [3, -5, 1],
    ]),
  ]
  const second = [part(7, [[1, 2n ** 60n, 1]])]
  intake.write(1, first)
  intake.write(4, second)
  const read = [...intake.read(unexpected)]
  expect(read.map(({ id, runId, rows }) => [id, runId, [...rows.keyIds], [...rows.values]])).toEqual([
    [1, 7, [1], [0.5]],
    [1, 2 ** 40, [2, 3], [Number.NaN, 1]],
    [4, 7, [1], [1]],
  ])
  expect(read[2]?.rows.steps[0]).toBe(2n ** 60n)
})

test('forgets what was settled', () => {
  const { intake } = open()
  for (const id of [1, 2, 3]) intake.write(id, [part(1, [[1, id, id]])])
  intake.deleteThrough(2)
  expect([...intake.read(unexpected)].map(({ id }) => id)).toEqual([3])
})

test('leaves out damaged rows, whatever is wrong with them, and says so', () => {
  const { database, intake } = open()
  for (const id of [1, 2, 3, 4, 5]) intake.write(id, [part(1, [[1, id, id]]), part(2, [[1, id, id]])])
  const data = (id: number) => Buffer.from(database.prepare('select data from intake where id = ?').get(id)?.['data'] as Uint8Array)
  const write = (id: number, bytes: Uint8Array) => database.prepare('update intake set data = ? where id = ?').run(bytes, id)
  write(1, data(1).subarray(0, 3))
  write(2, data(2).subarray(0, 15))
  write(3, data(3).fill(9, 10, 12))
  write(4, data(4).fill(1, 30))
  const damage: string[] = []
  expect([...intake.read((error) => damage.push(error.message))].map(({ id }) => id)).toEqual([5, 5])
  expect(damage).toHaveLength(4)
})
