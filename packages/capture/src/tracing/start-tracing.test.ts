import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTracing } from './start-tracing.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'reprise-tracing-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const start = (change: object = {}) =>
  startTracing({ root: folder, place: join(folder, 'trace'), variables: {}, trace: false, withHooks: true, ignoredFolders: [], ...change })

it('adds its hooks to what the user has set, and its own files to nothing', async () => {
  const tracing = await start({ variables: { PYTHONPATH: 'mine', NODE_OPTIONS: '--no-warnings' } })
  expect(tracing.variables['PYTHONPATH']).toBe(`${join(folder, 'trace/python')}:mine`)
  expect(tracing.variables['NODE_OPTIONS']).toBe(`--require=${join(folder, 'trace/hook.cjs')} --no-warnings`)
  expect(existsSync(join(folder, 'trace/hook.cjs'))).toBe(true)
  writeFileSync(join(folder, 'made'), '')
  expect([...(await tracing.finish()).after.files.keys()]).toEqual(['made'])
})

it('sets nothing where nobody asks what is read', async () => expect((await start({ withHooks: false })).variables).toEqual({}))

it.each([homedir(), '/'])('does not search %s', async (root) => {
  const tracing = await start({ root })
  expect(tracing.items).toMatchObject([{ name: 'outputs.scan', status: 'SKIPPED' }])
  expect((await tracing.finish()).after.files.size).toBe(0)
})

it('says that there is no strace, and leaves the command as it is', async () => {
  const tracing = await start({ trace: true, variables: { PATH: folder } })
  expect(tracing.items).toMatchObject([{ name: 'trace', status: 'ABSENT' }])
  expect(tracing.wrap(['true'])).toEqual(['true'])
})
