import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestConnection } from '../../../operations/testing/open-connection.ts'
import { raw, sql, type SqlValue } from '../../../sql.ts'
import { openConnectionOn } from '../testing/open-connection.ts'
import { arrayParameter, type ElementType } from './array-parameter.ts'

const part = requirePart('PostgreSQL', findPostgres())

const elements: Readonly<Record<ElementType, fc.Arbitrary<SqlValue>>> = {
  bigint: fc.oneof(
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => !isSafe(value)),
  ),
  smallint: fc.integer({ min: -32_768, max: 32_767 }),
  'double precision': fc.double(),
  text: fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 3_000 })).map((text) => text.replaceAll('\0', '0')),
  bytea: fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
}

describe.skipIf(part.missing)(`arrays as parameters${part.note}`, () => {
  let postgres: RunningPostgres
  let connection: TestConnection
  beforeAll(async () => {
    postgres = await startPostgres()
    connection = await openConnectionOn(postgres)
  })
  afterAll(async () => {
    await connection.close()
    await postgres.stop()
  })

  test.each(Object.keys(elements) as ElementType[])('of %s arrive as they are', async (type) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(elements[type], { freq: 10 }), { maxLength: 50 }), async (values) => {
        const rows = await connection.all<{ value: SqlValue }>(
          sql`select value from unnest(${arrayParameter(values, type)}::${raw(type)}[]) with ordinality as a (value, at) order by at`,
        )
        const found = rows.map(({ value }) => value)
        expect(found).toEqual(values)
        expect(found.map((value) => Object.is(value, -0))).toEqual(values.map((value) => Object.is(value, -0)))
      }),
      { numRuns: 100 },
    )
  })
})

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value))
}
