import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { toParamColumns } from './param-columns.ts'
import { IntakeTable } from './intake-table.ts'
import { paramsIntake, type ParamsPart } from './params-intake.ts'

function open() {
  const database = new DatabaseSync(':memory:')
  database.exec('create table params_intake (id integer primary key, data blob not null)')
  return { database, intake: new IntakeTable(database, paramsIntake) }
}

const part = (runId: number, params: Readonly<Record<number, string>>): ParamsPart => ({
  runId,
  params: toParamColumns(Object.keys(params).map(Number), Object.values(params)),
})

const unexpected = (error: Error): never => {
  throw error
}

test('holds the params of many runs, in the order in which they came', () => {
  const { intake } = open()
  expect(intake.newest()).toBe(0)
  const parts = [part(7, { 1: '0.5' }), part(2 ** 40, { 2: '', 3: 'é\u{1F600}', 400_000: '\uFEFF' }), part(8, { 5: 'x'.repeat(6_000) })]
  intake.write(1, parts)
  intake.write(4, [part(7, { 9: 'last' })])
  expect([...intake.read(unexpected)]).toEqual([...parts.map((each) => ({ id: 1, ...each })), { id: 4, ...part(7, { 9: 'last' }) }])
  expect(intake.newest()).toBe(4)
})

test('forgets what was settled', () => {
  const { intake } = open()
  for (const id of [1, 2, 3]) intake.write(id, [part(1, { 1: String(id) })])
  intake.deleteThrough(2)
  expect([...intake.read(unexpected)].map(({ id }) => id)).toEqual([3])
})

test('leaves out rows with any byte changed or missing, and says so', () => {
  const { database, intake } = open()
  intake.write(1, [part(1, { 1: 'a', 2: 'bc' }), part(2, { 1: 'd' })])
  intake.write(2, [part(3, { 1: 'whole' })])
  const whole = database.prepare('select data from params_intake where id = 1').get()?.['data'] as Uint8Array
  const damaged = [
    ...Array.from(whole, (_, at) => Uint8Array.from(whole, (byte, index) => (index === at ? byte ^ 0x10 : byte))),
    ...Array.from(whole, (_, length) => whole.slice(0, length)),
  ]
  for (const data of damaged) {
    database.prepare('update params_intake set data = ? where id = 1').run(data)
    const damage: string[] = []
    expect([...intake.read((error) => damage.push(error.message))].map(({ id }) => id)).toEqual([2])
    expect(damage).toEqual([expect.stringContaining('params intake row 1')])
  }
})
