import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { claimSpool } from './claim.ts'
import { createFileJournal, openFileJournal } from './file-journal.ts'
import type { Journal } from './journal.ts'
import { filesOf } from './layout.ts'
import { encodeFrame, type SpoolRecord } from './record.ts'
import { unlimitedSpace } from './space.ts'

const writer = 'ab'.repeat(16)

function create(folder: string, space = unlimitedSpace): Journal {
  const claim = claimSpool(folder, writer)!
  const header = { format: 'reprise-spool', version: 1, writer, server: 'http://h', created: 1 } as const
  return createFileJournal(filesOf(folder, writer), { claim, header, space })
}

function reopen(folder: string): Journal {
  return openFileJournal(filesOf(folder, writer), claimSpool(folder, writer)!)!.journal
}

function record(sequence: number, text = ''): SpoolRecord {
  return { sequence, operation: 'logBatch', request: { run_id: 'r', tags: [{ key: 'k', value: text }] } }
}

function takeAll(journal: Journal): number[] {
  const sequences: number[] = []
  for (let next = journal.peek(); next !== undefined; next = journal.peek()) {
    sequences.push(next.sequence)
    journal.settle()
  }
  return sequences
}

describe('a journal in a file', () => {
  it('gives records back in order, and keeps one until it is settled', () => {
    using folder = temporaryFolder()
    const journal = create(folder.path)
    journal.append(record(1))
    journal.append(record(2))
    expect(journal.peek()?.sequence).toBe(1)
    expect(journal.peek()?.sequence).toBe(1)
    expect(journal.waiting).toBe(2)
    expect(takeAll(journal)).toEqual([1, 2])
    expect(journal.backlog).toBe(0)
    journal.append(record(3))
    expect(takeAll(journal)).toEqual([3])
    journal.close()
  })

  it('vanishes when everything is settled, and stays when something is not', () => {
    using folder = temporaryFolder()
    const journal = create(folder.path)
    journal.append(record(1))
    journal.close()
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.spool'))).toHaveLength(1)
    const again = reopen(folder.path)
    expect(takeAll(again)).toEqual([1])
    again.close()
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('reads back from the file what does not fit into memory', () => {
    using folder = temporaryFolder()
    const journal = create(folder.path)
    const large = 'x'.repeat(1024 * 1024)
    for (let sequence = 1; sequence <= 10; sequence++) journal.append(record(sequence, large))
    expect(takeAll(journal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    journal.close()
  })

  it('gives settled space back while it is in use', () => {
    using folder = temporaryFolder()
    const journal = create(folder.path)
    const large = 'x'.repeat(1024 * 1024)
    const path = filesOf(folder.path, writer).records
    journal.append(record(1, large))
    for (let sequence = 2; sequence <= 60; sequence++) {
      journal.append(record(sequence, large))
      expect(journal.peek()?.sequence).toBe(sequence - 1)
      journal.settle()
      expect(statSync(path).size).toBeLessThan(24 * 1024 * 1024)
    }
    journal.close()
    expect(takeAll(reopen(folder.path))).toEqual([60])
  })

  it('cuts off a torn end and keeps it aside', () => {
    using folder = temporaryFolder()
    const { records, damaged } = filesOf(folder.path, writer)
    const journal = create(folder.path)
    for (const sequence of [1, 2, 3]) journal.append(record(sequence))
    journal.close()
    const torn = encodeFrame(record(3)).length - 5
    truncateSync(records, statSync(records).size - 5)
    const again = reopen(folder.path)
    expect(takeAll(again)).toEqual([1, 2])
    expect(statSync(damaged).size).toBe(torn)
    again.close()
    expect(existsSync(records)).toBe(false)
  })

  it('keeps aside what follows a damaged record instead of trusting it', () => {
    using folder = temporaryFolder()
    const { records, damaged } = filesOf(folder.path, writer)
    const journal = create(folder.path)
    for (const sequence of [1, 2, 3]) journal.append(record(sequence))
    journal.close()
    const bytes = readFileSync(records)
    const second = bytes.length - 2 * encodeFrame(record(2)).length
    bytes[second + 20] = (bytes[second + 20] ?? 0) ^ 1
    writeFileSync(records, bytes)
    const again = reopen(folder.path)
    expect(takeAll(again)).toEqual([1])
    expect(readFileSync(damaged)).toEqual(bytes.subarray(second))
    again.close()
  })

  it('is gone when not even its header was written', () => {
    using folder = temporaryFolder()
    const { records } = filesOf(folder.path, writer)
    writeFileSync(records, '')
    expect(openFileJournal(filesOf(folder.path, writer), claimSpool(folder.path, writer)!)).toBeUndefined()
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('is left alone when a newer version wrote it', () => {
    using folder = temporaryFolder()
    const { records } = filesOf(folder.path, writer)
    appendFileSync(records, encodeFrame({ format: 'reprise-spool', version: 2 as 1, writer, server: 'http://h', created: 1 }))
    expect(() => openFileJournal(filesOf(folder.path, writer), claimSpool(folder.path, writer)!)).toThrow('version 2')
    expect(existsSync(records)).toBe(true)
  })

  it('sets aside what the server refuses, with the reason and the bytes of an artifact', () => {
    using folder = temporaryFolder()
    const files = filesOf(folder.path, writer)
    const journal = create(folder.path)
    writeFileSync(journal.fileFor('one')!, 'bytes')
    journal.append({ sequence: 1, operation: 'uploadArtifact', request: { run_id: 'r', path: 'a.txt', file: 'one' } })
    journal.append(record(2))
    journal.peek()
    journal.reject(new RepriseError('INVALID_PARAMETER_VALUE', 'too bad'))
    expect(takeAll(journal)).toEqual([2])
    journal.close()
    const [line] = readFileSync(files.rejected, 'utf8').trim().split('\n')
    expect(JSON.parse(line ?? '')).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE', message: 'too bad', record: { sequence: 1 } })
    expect(readFileSync(`${files.rejectedArtifacts}/one`, 'utf8')).toBe('bytes')
  })
})
