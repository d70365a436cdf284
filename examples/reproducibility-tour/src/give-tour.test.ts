import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configure, getRun } from '@reprise/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giveTour } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'reproducibility-tour-test-'))
const lines: string[] = []
const before = process.env['OMP_NUM_THREADS']
let runId = ''
beforeAll(async () => {
  configure({ trackingUri: join(folder, 'runs'), spool: false, experimentName: 'tour' })
  runId = await giveTour(folder, (line) => lines.push(line))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the tour', () => {
  it('goes from capture to comparison', () => {
    expect(lines.filter((line) => /^\n?\d\./.test(line)).map((line) => line.trim())).toEqual([
      '1. What does this program run in?',
      '2. What is the data?',
      '3. Is it still the same?',
      '4. Where is all of this kept?',
      '5. What if somebody touches the data?',
      '6. What if the machine is set up differently?',
    ])
  })

  it('finds what became of the data, and only then', () => {
    expect(lines).toContain('   valid: all 3 files are as recorded')
    const found = lines.slice(lines.indexOf('   not valid:') + 1).map((line) => line.trim())
    expect(found.slice(0, 3)).toEqual([
      expect.stringMatching(/^altered: raw\/monday\.csv \(40 bytes, sha256 [0-9a-f]{8}…; now 40 bytes, sha256 [0-9a-f]{8}…\)$/),
      'missing: raw/tuesday.csv',
      'new:     raw/friday.csv',
    ])
  })

  it('leaves a run with both', async () => {
    const { status, params, metrics } = await getRun(runId)
    expect(status).toBe('FINISHED')
    expect(params).toMatchObject({ platform_system: expect.any(String), data_path: join(folder, 'data'), manifest_version: '1.0' })
    expect(metrics).toMatchObject({ data_files_count: 3, data_size_bytes: 120 })
  })

  it('tells two environments apart, and leaves its own as it was', () => {
    expect(lines.at(-1)).toMatch(/^ {3}variable OMP_NUM_THREADS: .* before, [12] after$/)
    expect(process.env['OMP_NUM_THREADS']).toBe(before)
  })
})
