import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createStreamRedactor } from './redact-stream.ts'
import { createRedactor } from './redactor.ts'

const token = `ghp_${'a1B2c3D4'.repeat(5)}`
const key = `-----BEGIN ${'PRIVATE KEY'}-----\nMIIEow\nabc==\n-----END ${'PRIVATE KEY'}-----`

function pass(chunks: readonly Uint8Array[], variables = {}): Buffer {
  const stream = createStreamRedactor(createRedactor(variables))
  return Buffer.concat([...chunks.map((chunk) => stream.push(chunk)), stream.end()])
}

it('finds secrets wherever the stream is cut', () => {
  const bytes = Buffer.from(`start\nusing ${token} now\n${key}\nend`)
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(pass([bytes.subarray(0, cut), bytes.subarray(cut)]).toString()).toBe(
      'start\nusing [secret:GITHUB_TOKEN] now\n[secret:PRIVATE_KEY]\nend',
    )
  }
})

it('gives other bytes back as they are, text or not', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
      expect(pass(chunks)).toEqual(Buffer.concat(chunks))
    }),
  )
})

it('finds known values that are not ASCII', () => {
  expect(pass([Buffer.from('ok: pässwört-ä\n')], { DB_PASSWORD: 'pässwört-ä' }).toString()).toBe('ok: [secret:DB_PASSWORD]\n')
})

it('does not hold back a line without end', () => {
  const stream = createStreamRedactor(createRedactor())
  expect(stream.push(Buffer.alloc(200_000, 'x')).length).toBeGreaterThan(100_000)
})
