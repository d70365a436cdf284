import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
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

/** Counts modules until a program of this name is started, and writes how many there were. */
const counting = `import childProcess from 'node:child_process'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
let modules = 0
registerHooks({ load(address, context, next) { modules += address.startsWith('node:') ? 0 : 1; return next(address, context) } })
const { spawn } = childProcess
childProcess.spawn = (program, ...rest) => {
  if (program === 'true') process._rawDebug('modules: ' + modules)
  return spawn(program, ...rest)
}
syncBuiltinESMExports()`

test('a command that is run waits for few modules, and for no SDK', async () => {
  const id = 'a'.repeat(32)
  const place = { experiment_id: '0', artifact_uri: `mlflow-artifacts:/0/${id}/artifacts` }
  const info = { run_id: id, run_uuid: id, ...place, status: 'RUNNING', lifecycle_stage: 'active' }
  const answer = { run: { info }, run_info: info }
  const server = createServer((request, response) => void request.resume().on('end', () => response.end(JSON.stringify(answer))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'reprise-start-'))
  try {
    const args = [
      `--import=data:text/javascript,${encodeURIComponent(counting)}`,
      '--conditions=@reprise/source',
      join(import.meta.dirname, 'main.ts'),
      'run',
      '--tracking-uri',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      '--no-capture=environment',
      '--',
      'true',
    ]
    const env = { ...process.env, REPRISE_SPOOL: 'off' }
    const { stderr } = await promisify(execFile)(process.execPath, args, { env, cwd: folder })
    // The SDK with the protocol and the client would be a hundred more.
    expect(Number(/^modules: (\d+)$/m.exec(stderr)?.[1])).toBeLessThan(130)
  } finally {
    server.close()
    server.closeAllConnections()
    rmSync(folder, { recursive: true, force: true })
  }
})
