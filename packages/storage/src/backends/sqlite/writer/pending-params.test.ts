import { expect, test } from 'vitest'
import { createRandom } from '../../../contract/random.ts'
import { findParam, mergeParams, toParamColumns } from './param-columns.ts'
import { PendingParams } from './pending-params.ts'

const run = (id: number) => ({ id, experimentId: id % 2, startTime: 0 })
const columns = (params: ReadonlyMap<number, string>) => toParamColumns([...params.keys()], [...params.values()])

test('finds every param of a run and no other, however they came', () => {
  const random = createRandom(1)
  const pending = new PendingParams()
  const expected = new Map<number, string>()
  for (let call = 0; call < 300; call++) {
    const some = new Map<number, string>()
    for (let count = random.below(40) + 1; count > 0; count--) {
      const keyId = random.below(20_000)
      if (!expected.has(keyId)) some.set(keyId, `${call} ${keyId}`)
    }
    for (const [keyId, value] of some) expected.set(keyId, value)
    if (some.size > 0) pending.add(run(1), call, columns(some))
  }
  const parts = pending.partsOf(1) ?? []
  expect(parts.length).toBeLessThan(16)
  for (let keyId = -1; keyId <= 20_000; keyId++) {
    const found = parts.flatMap((part) => findParam(part, keyId) ?? [])
    expect(found).toEqual(expected.has(keyId) ? [expected.get(keyId)] : [])
  }
  expect(pending.size).toBe(expected.size)
  const taken = pending.take(1)?.params
  expect([...(taken?.keyIds ?? [])]).toEqual([...expected.keys()].toSorted((a, b) => a - b))
  expect(taken?.values).toEqual([...(taken?.keyIds ?? [])].map((keyId) => expected.get(keyId)))
  expect([pending.size, pending.characters, pending.has(1)]).toEqual([0, 0, false])
})

test('a param that is in both columns is there once', () => {
  const merged = mergeParams(
    columns(
      new Map([
        [1, 'a'],
        [3, 'b'],
      ]),
    ),
    columns(
      new Map([
        [2, 'c'],
        [3, 'other'],
      ]),
    ),
  )
  expect(merged).toEqual(
    columns(
      new Map([
        [1, 'a'],
        [2, 'c'],
        [3, 'b'],
      ]),
    ),
  )
})

test('tells how much waits, of which experiments, and up to which row nothing does', () => {
  const pending = new PendingParams()
  const one = (keyId: number, value: string) => columns(new Map([[keyId, value]]))
  expect(pending.settledThrough(4)).toBe(4)
  pending.add(run(8), 5, one(1, 'abc'))
  pending.add(run(3), 6, one(1, 'd'))
  pending.add(run(8), 7, one(2, 'e'))
  expect([pending.size, pending.characters, pending.countOf(8)]).toEqual([3, 5, 2])
  expect(pending.runsOf(undefined)).toEqual([3, 8])
  expect(pending.runsOf(new Set([0]))).toEqual([8])
  expect(pending.keyIds()).toEqual(new Set([1, 2]))
  pending.take(3)
  expect(pending.settledThrough(7)).toBe(4)
  pending.drop(8)
  expect([pending.settledThrough(7), pending.size, pending.characters]).toEqual([7, 0, 0])
})
