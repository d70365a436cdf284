import { expect, it } from 'vitest'
import { BodyPool } from './body-pool.ts'

const join = (pool: BodyPool, ...texts: string[]): Uint8Array => {
  const chunks = texts.map((text) => Buffer.from(text))
  return pool.join(
    chunks,
    chunks.reduce((sum, { length }) => sum + length, 0),
  )
}
const textOf = (body: Uint8Array): string => Buffer.from(body).toString()

it('puts bodies together, of any size', () => {
  const pool = new BodyPool()
  expect(textOf(join(pool, 'a', 'bc', '', 'd'))).toBe('abcd')
  const [half, other] = ['x'.repeat(100_000), 'y'.repeat(100_000)]
  expect(textOf(join(pool, half, other)) === half + other).toBe(true)
})

it('uses memory again that was given back, and none that is in use', () => {
  const pool = new BodyPool()
  const [first, second] = [join(pool, 'one', '1'), join(pool, 'two', '2')]
  expect(first.buffer).not.toBe(second.buffer)
  pool.giveBack(first)
  expect(join(pool, 'three', '3').buffer).toBe(first.buffer)
  expect(textOf(second)).toBe('two2')
})

it('takes nothing back twice, and nothing that came from elsewhere', () => {
  const pool = new BodyPool()
  const body = join(pool, 'a', 'b')
  for (const given of [body, body, Buffer.alloc(131_072)]) pool.giveBack(given)
  expect(join(pool, 'c', 'd').buffer).toBe(body.buffer)
  expect(join(pool, 'e', 'f').buffer).not.toBe(body.buffer)
})
