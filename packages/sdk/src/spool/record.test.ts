import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32.ts'
import { decodeFrame, encodeFrame, lengthOfFrame, type SpoolHeader, type SpoolRecord } from './record.ts'

const page = new URL('../../../../docs/formats/spool.md', import.meta.url)

/** The bytes of the example in the format's page. */
function readExample(): Buffer {
  const dump = /```hex\n([^`]+)```/.exec(readFileSync(page, 'utf8'))?.[1] ?? ''
  return Buffer.from(
    dump
      .split('\n')
      .map((line) => line.slice(10, 58).replaceAll(' ', ''))
      .join(''),
    'hex',
  )
}

const header: SpoolHeader = {
  format: 'reprise-spool',
  version: 1,
  writer: '0123456789abcdef0123456789abcdef',
  server: 'http://127.0.0.1:5000',
  created: 1_767_225_600_000,
}
const record: SpoolRecord = {
  sequence: 2,
  operation: 'logBatch',
  request: {
    run_id: 'a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0',
    metrics: [{ key: 'loss', value: Number.NaN, timestamp: 1_767_225_600_001, step: 9007199254740993n }],
  },
}

describe('a frame', () => {
  it('is written as the format says', () => {
    expect(Buffer.concat([encodeFrame(header), encodeFrame(record)])).toEqual(readExample())
  })

  it('is read as the format says, long integers as text', () => {
    const bytes = readExample()
    const first = 8 + (lengthOfFrame(bytes) ?? 0)
    expect(decodeFrame(bytes)).toEqual(header)
    const request = { ...record.request, metrics: [{ key: 'loss', value: 'NaN', timestamp: 1_767_225_600_001, step: '9007199254740993' }] }
    expect(decodeFrame(bytes.subarray(first))).toEqual({ ...record, request })
  })

  it('is refused when any byte of it is missing or changed', () => {
    const frame = encodeFrame(record)
    for (let length = 0; length < frame.length; length++) expect(decodeFrame(frame.subarray(0, length))).toBeUndefined()
    for (let at = 0; at < frame.length; at++) {
      const changed = Uint8Array.from(frame)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      expect(decodeFrame(changed)).toBeUndefined()
    }
  })
})

describe('the CRC-32', () => {
  it('is the one of zip and gzip', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
    expect(crc32(Buffer.of())).toBe(0)
  })
})
