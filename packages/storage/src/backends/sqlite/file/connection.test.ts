import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { list, sql } from '../../../sql.ts'
import { createConnection } from './connection.ts'

function open() {
  const database = new DatabaseSync(':memory:')
  database.exec('create table t (id integer primary key, n integer, x real, b blob, s text)')
  return createConnection(database)
}

test('integers are numbers while they are safe, and exact beyond', async () => {
  const connection = open()
  const big = 2n ** 63n - 1n
  for (const n of [1, 2 ** 53 - 1, big, -(2n ** 63n)]) await connection.run(sql`insert into t (n) values (${n})`)
  expect((await connection.all(sql`select n from t order by id`)).map((row) => row['n'])).toEqual([1, 2 ** 53 - 1, big, -(2n ** 63n)])
  expect(await connection.get(sql`select n from t where n = ${big}`)).toMatchObject({ n: big })
  expect(await connection.get(sql`select n from t where n = ${1}`)).toMatchObject({ n: 1 })
})

test('a statement that writes and answers a large integer runs once', async () => {
  const connection = open()
  expect(await connection.get(sql`insert into t (n) values (${2n ** 60n}) returning id, n`)).toMatchObject({ id: 1, n: 2n ** 60n })
  expect(await connection.get(sql`select count(*) as count from t`)).toMatchObject({ count: 1 })
})

test('other values come back as they went in', async () => {
  const connection = open()
  await connection.run(sql`insert into t (x, b, s) values ${list([1.5, new Uint8Array([1, 2]), 'äöü'])}`)
  expect(await connection.get(sql`select x, b, s, n from t`)).toMatchObject({ x: 1.5, b: new Uint8Array([1, 2]), s: 'äöü', n: null })
})

test('says how many rows changed', async () => {
  const connection = open()
  await connection.run(sql`insert into t (n) values (1), (2), (3)`)
  expect(await connection.run(sql`delete from t where n > ${1}`)).toBe(2)
})

test('rejects, and never throws, what SQLite refuses', async () => {
  const connection = open()
  const answer = connection.all(sql`select nonsense`)
  await expect(answer).rejects.toThrow('nonsense')
})

test('keeps working with more different statements than it remembers', async () => {
  const connection = open()
  for (let index = 0; index < 400; index++)
    expect(await connection.get(sql`select ${index} as v, ${list([index])} in ${list([index, 1])} as yes`)).toMatchObject({ v: index })
})
