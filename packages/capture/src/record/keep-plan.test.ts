import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRedactor } from '../secrets/index.ts'
import { type FoundFile, planKept } from './keep-plan.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'reprise-keep-'))))
afterAll(() => rmSync(folder, { recursive: true }))

function found(path: string, text: string): FoundFile {
  const file = join(folder, createHash('md5').update(path).digest('hex'))
  writeFileSync(file, text)
  return { record: { path, kind: 'FILE', size: text.length, sha256: createHash('sha256').update(text).digest('hex') }, file }
}

it('keeps the small ones first, and says of each other why it is not kept', async () => {
  const files = [
    found('large', 'x'.repeat(101)),
    found('second', 'y'.repeat(90)),
    found('first', 'z'.repeat(70)),
    found('.env', 'A=1'),
    found(`${homedir()}/.config/tool.ini`, 'a'),
    found('config.json', '{"api_key": "A1b2C3d4E5f6G7h8I9j0"}'),
  ]
  const { records, kept } = await planKept(files, 'inputs', { keptFile: 100, keptTotal: 150, redactor: createRedactor() })
  expect(kept.map(({ artifact }) => artifact)).toEqual(['inputs/first'])
  expect(records.map(({ path, kept: artifact, not_kept: reason }) => [path, artifact ?? reason])).toEqual([
    ['large', 'It is larger than 100 bytes.'],
    ['second', 'All together are larger than 150 bytes.'],
    ['first', 'inputs/first'],
    ['.env', 'It is a file for secrets.'],
    [`${homedir()}/.config/tool.ini`, 'It is a hidden file of the home folder.'],
    ['config.json', 'It holds what looks like a secret.'],
  ])
})

it('gives names that servers refuse another, and paths outside a place of their own', async () => {
  const limits = { keptFile: 100, keptTotal: 1_000, redactor: createRedactor() }
  const { kept } = await planKept([found('/data/a.csv', 'a'), found('back\\slash', 'b'), found('50%25', 'c')], 'inputs', limits)
  expect(kept.map(({ artifact }) => artifact)).toEqual([
    'inputs/absolute/data/a.csv',
    expect.stringMatching(/^inputs\/renamed\/[0-9a-f]{64}$/) as string,
    expect.stringMatching(/^inputs\/renamed\/[0-9a-f]{64}$/) as string,
  ])
})
