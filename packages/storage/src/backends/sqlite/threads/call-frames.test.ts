import { expect, test } from 'vitest'
import { readPlainBatch } from '../../../ingest/index.ts'
import { CallPacker, type IncomingCall, unpackCalls } from './call-frames.ts'

const call = (fields: Partial<IncomingCall>): IncomingCall => ({
  id: 1,
  name: 'logMetric',
  idempotencyKey: undefined,
  request: new Uint8Array(0),
  plain: undefined,
  ...fields,
})

function packAll(packer: CallPacker, calls: readonly IncomingCall[]) {
  for (const one of calls) packer.add(one)
  return packer.take()
}

test('calls arrive as they were sent, also those whose bodies share a buffer', () => {
  const pool = Buffer.from('{"a":1}{"b":2}')
  const calls = [
    call({ request: pool.subarray(0, 7) }),
    call({ id: 2 ** 32 - 1, name: 'searchRuns', idempotencyKey: 'writer:9', request: pool.subarray(7) }),
    call({ id: 3, name: 'createRun' }),
  ]
  const arrived = unpackCalls(packAll(new CallPacker(), calls))
  expect(arrived.map(({ id, name, idempotencyKey, request }) => [id, name, idempotencyKey, Buffer.from(request).toString()])).toEqual([
    [1, 'logMetric', undefined, '{"a":1}'],
    [2 ** 32 - 1, 'searchRuns', 'writer:9', '{"b":2}'],
    [3, 'createRun', undefined, ''],
  ])
})

test('batches arrive as the columns they were read into, wherever they stand in the frame', () => {
  const packer = new CallPacker()
  const batches = [1, 2, 3].map(
    (step) => `{"run_id":"r${step}","metrics":[{"key":"m","value":0.5,"timestamp":9,"step":${step}},{"key":"n","value":-1,"timestamp":8}]}`,
  )
  for (const [id, body] of batches.entries()) {
    const request = Buffer.from(body)
    // What is read of one body holds until the next one is read.
    packer.add(call({ id, name: 'logBatch', request, plain: readPlainBatch(request), idempotencyKey: 'w:'.padEnd(3 + id, '1') }))
    packer.add(call({ id: 100 + id, request: Buffer.from('odd'.slice(id)) }))
  }
  const arrived = unpackCalls(packer.take()).filter(({ batch }) => batch !== undefined)
  expect(arrived.map(({ id, idempotencyKey, batch }) => [id, idempotencyKey, batch?.runUuid, batch?.points])).toEqual(
    [1, 2, 3].map((step, id) => [
      id,
      'w:'.padEnd(3 + id, '1'),
      `r${step}`,
      {
        names: ['m', 'n'],
        places: Uint16Array.of(0, 1),
        steps: Float64Array.of(step, 0),
        timestamps: Float64Array.of(9, 8),
        values: Float64Array.of(0.5, -1),
      },
    ]),
  )
})

test('a frame takes more than it was made for, and is used again when it comes back', () => {
  const packer = new CallPacker()
  const bodies = [200_000, 200_000, 2_000_000].map((length, index) => Buffer.alloc(length, 97 + index))
  const large = packAll(
    packer,
    bodies.map((request, id) => call({ id, request })),
  )
  expect(unpackCalls(large).map(({ request }) => Buffer.compare(request, bodies.shift() ?? Buffer.of()))).toEqual([0, 0, 0])
  const { frame } = packAll(packer, [call({ request: Buffer.from('first') })])
  packer.pool.giveBack(frame)
  const again = packAll(packer, [call({ request: Buffer.from('second') })])
  expect(again.frame).toBe(frame)
  expect(unpackCalls(again).map(({ request }) => Buffer.from(request).toString())).toEqual(['second'])
})

test('frames are small while many are on their way', () => {
  const packer = new CallPacker()
  const frames = Array.from({ length: 100 }, (_, id) => packAll(packer, [call({ id, request: Buffer.from(`call ${id}`) })]))
  expect(frames.reduce((sum, { frame }) => sum + frame.byteLength, 0)).toBeLessThan(2_000_000)
  expect(frames.map((frame) => Buffer.from(unpackCalls(frame)[0]?.request ?? []).toString())).toEqual(frames.map((_, id) => `call ${id}`))
})
