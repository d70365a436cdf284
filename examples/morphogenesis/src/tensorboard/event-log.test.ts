import { expect, it } from 'vitest'
import { countEvents } from './count-events.ts'
import { crc32c } from './crc32c.ts'
import { EventLog } from './event-log.ts'

it('sums as RFC 3720 does', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
})

it('writes what TensorBoard itself writes for the same events', () => {
  const chunks: Uint8Array[] = []
  const log = new EventLog(
    (bytes) => chunks.push(bytes),
    () => 1_700_000_000_500,
  )
  log.addScalars({ loss: 0.5 }, 300)
  // Made with the writer of the Python package tensorboard 2.21.0: RecordWriter and event_pb2.Event with the same fields.
  expect(Buffer.concat(chunks).toString('hex')).toBe(RECORDED)
})

it('notices what is damaged or cut off', () => {
  const file = Buffer.from(RECORDED, 'hex')
  expect(countEvents(file)).toBe(2)
  expect(() => countEvents(file.subarray(0, -1))).toThrow('event 1 is cut off')
  file[20] = (file[20] ?? 0) ^ 1
  expect(() => countEvents(file)).toThrow('event 0 is damaged')
})

const RECORDED =
  '1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b3531101b000000000000001a0d9e130900002040fc54d94110ac022a0d0a0b0a046c6f7373150000003f95037aad'
