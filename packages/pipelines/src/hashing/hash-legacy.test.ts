import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { describe, expect, test } from 'vitest'
import { hashLegacyBytes, hashLegacyFiles } from './hash-legacy.ts'

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex')

/** Bytes and what DVC 2 took for their digest. */
const recorded = [
  ['YQ0KYg0K', 'dd8c6a395b5dd36c56d23275028f526c'],
  ['YQ1iCg==', 'fa12f95fa6fdcf9c39ac7000b966a42e'],
  ['AGENCmI=', '1fdb1911aa51d561efaf8856edb9e8e9'],
  ['//4NCg==', 'f41abf1055c8f72d33493f8209dddf88'],
  ['w6kNCg==', '311ea14de0eb4f0a7433af444f516780'],
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['DQo=', '68b329da9893e34099c7d8ad5cb9c940'],
] as const

describe('md5-dos2unix', () => {
  test.each(recorded)('of %s is %s', async (base64, digest) => {
    await using temporary = await createTemporaryFolder('legacy')
    const bytes = Buffer.from(base64, 'base64')
    const path = join(temporary.path, 'file')
    writeFileSync(path, bytes)
    expect(hashLegacyBytes(bytes)).toBe(digest)
    expect(hashLegacyFiles({ kind: 'hash-legacy', paths: [path] }).digests).toEqual([digest])
  })

  test('looks at each MiB by itself: a CRLF over the border stays, and a piece that looks binary stays as it is', () => {
    const MIB = 1024 * 1024
    const over = Buffer.alloc(MIB + 1, 'a')
    over.write('\r\n', MIB - 1)
    expect(hashLegacyBytes(over)).toBe(md5(over))
    const mixed = Buffer.concat([Buffer.from('x\r\n'.padEnd(MIB, 'y')), Buffer.from('\0\r\n')])
    expect(hashLegacyBytes(mixed)).toBe(md5(Buffer.concat([Buffer.from('x\n'.padEnd(MIB - 1, 'y')), Buffer.from('\0\r\n')])))
  })

  test('says which file it could not read', () => {
    expect(hashLegacyFiles({ kind: 'hash-legacy', paths: ['/nowhere/file'] })).toMatchObject({
      digests: [''],
      problems: [{ index: 0, code: 'ENOENT' }],
    })
  })
})
