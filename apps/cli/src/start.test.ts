import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Writes the address of every module that is loaded to stderr. */
const listing = `import { registerHooks } from 'node:module'
registerHooks({ load(address, context, next) { process._rawDebug(address); return next(address, context) } })`

test('no engine is loaded before a command needs it', async () => {
  const args = [
    `--import=data:text/javascript,${encodeURIComponent(listing)}`,
    '--conditions=@reprise/source',
    join(import.meta.dirname, 'main.ts'),
  ]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args, 'run', '--help'])
  expect(stdout).toContain('reprise run')
  const engines = /packages\/(?:storage|objects|capture|compare|reproduce|server|client)\//
  expect(stderr.split('\n').filter((address) => engines.test(address))).toEqual([])
})
