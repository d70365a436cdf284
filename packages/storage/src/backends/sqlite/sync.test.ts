import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { requirePart } from '@reprise/testing'
import { describe, expect, test } from 'vitest'

const program = fileURLToPath(new URL('testing/log-and-tell.ts', import.meta.url))
const strace = requirePart(
  'strace',
  spawnSync('strace', ['-f', 'true']).status === 0 ? {} : { reason: 'it is not installed, or not allowed' },
)

/** What the process did, in order: `sync` of the write-ahead log, and the lines it printed. */
function traceProgram(folder: string): string[] {
  const trace = join(folder, 'trace')
  const node = [process.execPath, '--conditions=@reprise/source', program, join(folder, 'store.db')]
  const { status } = spawnSync('strace', ['-f', '-yy', '-e', 'trace=fdatasync,write', '-o', trace, ...node])
  expect(status).toBe(0)
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (/fdatasync\(\d+<[^>]*store\.db-wal>/.test(line)) return ['sync']
      const printed = /write\(1.*"(begin|acknowledged|together)\\n"/.exec(line)?.[1]
      return printed === undefined ? [] : [printed]
    })
}

describe.skipIf(strace.missing)(`what is acknowledged${strace.note}`, () => {
  test('was on the disk before, with one sync for all that were waiting', () => {
    const folder = mkdtempSync(join(tmpdir(), 'reprise-sync-'))
    const done = traceProgram(folder)
    rmSync(folder, { recursive: true, force: true })
    const alone = done.slice(done.indexOf('begin') + 1, done.lastIndexOf('acknowledged') + 1)
    expect(alone).toEqual(Array.from({ length: 20 }, () => ['sync', 'acknowledged']).flat())
    const together = done.slice(done.lastIndexOf('acknowledged') + 1, done.indexOf('together'))
    expect(together.length).toBeGreaterThan(0)
    expect(together.length).toBeLessThan(10)
  })
})
