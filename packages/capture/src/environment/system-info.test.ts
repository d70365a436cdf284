import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { toEnvironmentParams } from './index.ts'
import { startEnvironmentCapture } from './start-capture.ts'

const page = readFileSync(new URL('../../../../docs/formats/system-info.md', import.meta.url), 'utf8')
const env = { PATH: process.env['PATH'], OMP_NUM_THREADS: '2' }
const code = {
  kind: 'GIT',
  root: '/w',
  commit: 'c',
  branch: 'b',
  tree: 't',
  uncommitted: false,
  remotes: [{ name: 'origin', url: 'u' }],
  files: [],
  submodules: [],
} as const

it('describes every field that a capture here writes', async () => {
  const capture = await startEnvironmentCapture({ env, folder: import.meta.dirname, benchmark: true })
  const { record } = await capture.finish(code)
  const described = new Set([...page.matchAll(/^\| `(\w+)` \| (?:`(\w+)`)? ?\|/gm)].map(([, section, field = '']) => `${section}.${field}`))
  const sections = Object.entries(record.system as Record<string, unknown>)
  const written = sections.flatMap(([section, fields]) => {
    const isOpen = described.has(`${section}.`) || fields === null
    return isOpen ? [] : Object.keys(fields as object).map((field) => `${section}.${field}`)
  })
  expect(written.length).toBeGreaterThan(20)
  expect(written.filter((field) => !described.has(field))).toEqual([])
})

it('describes every param', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| `(\w+)\.(\w+)`/gm)]
  const system: Record<string, Record<string, unknown>> = {}
  for (const [, , section = '', field = ''] of rows) (system[section] ??= {})[field] = true
  const params = toEnvironmentParams({ interpreters: [], packages: [], lock_files: [], variables: [], system })
  expect(rows.map(([, name]) => name)).toEqual(Object.keys(params))
})
