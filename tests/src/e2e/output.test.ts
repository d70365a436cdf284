import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { createClient, type Client } from '@reprise/client'
import { createTemporaryFolder, requirePart, startRepriseServer, type RunningRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareEnvironment, compileCache, fromSource, reprise, results } from './reprise.ts'
import { findTerminal, onTerminal } from './terminal.ts'

const terminal = requirePart('a terminal', findTerminal())
const escapes = /\u001b/

let folder: TemporaryFolder
let server: RunningRepriseServer
let client: Client
beforeAll(async () => {
  folder = await createTemporaryFolder('output')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts'), env: compileCache })
  client = createClient({ url: server.url })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})
const settings = (): Record<string, string> => ({ MLFLOW_TRACKING_URI: server.url })

describe('the command line', () => {
  it('tells its version and explains itself', async () => {
    expect(await results(['--version'])).toBe('0.1.0\n')
    expect(await results(['--help'])).toMatch(/^Usage: reprise \[options\] \[command\]\n/)
    expect(await results(['help', 'runs', 'list'])).toBe(await results(['runs', 'list', '--help']))
  })

  it.each([
    [['runs', 'serch'], "reprise: unknown command 'serch'. Did you mean search? See: reprise runs --help\n"],
    [['runs', 'list', '--jsn'], "reprise: unknown option '--jsn'. Did you mean --json? See: reprise runs list --help\n"],
    [['runs', 'show'], "reprise: missing required argument 'run'. See: reprise runs show --help\n"],
    [
      ['server', '--port', '70000'],
      "reprise: option '--port <number>' argument '70000' is invalid. A port is a number from 0 to 65535. See: reprise server --help\n",
    ],
  ])('%j is wrong usage: exit code 2, one line, a suggestion', async (args, stderr) => {
    expect(await reprise(args)).toEqual({ code: 2, stdout: '', stderr })
  })

  it.each([
    [['srver'], "ERROR: argument command: invalid choice: 'srver'\nDid you mean server? See: reprise --help\n"],
    [['--jsn'], 'ERROR: unrecognized arguments: --jsn\nSee: reprise --help\n'],
    [['stage', 'ad'], "ERROR: argument cmd: invalid choice: 'ad'\nDid you mean add? See: reprise stage --help\n"],
  ])('%j ends as with dvc, which may be an alias for it', async (args, stderr) => {
    expect(await reprise(args)).toEqual({ code: 254, stdout: '', stderr })
  })

  it('tells wrong usage as JSON to programs', async () => {
    const { code, stdout, stderr } = await reprise(['runs', 'list', '-n', 'many', '--json'])
    expect({ code, stdout, stderr: JSON.parse(stderr) as unknown }).toEqual({
      code: 2,
      stdout: '',
      stderr: {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringContaining('-n, --max-results'),
        hint: 'See: reprise runs list --help',
      },
    })
  })

  it('without a command explains itself, as a failure', async () => {
    const { code, stdout, stderr } = await reprise([])
    expect({ code, stdout }).toEqual({ code: 254, stdout: '' })
    expect(stderr).toContain('Commands:')
  })

  it('says when no server is there', async () => {
    const { code, stderr } = await reprise(['runs', 'list', '--tracking-uri', 'http://127.0.0.1:9'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^reprise: http:\/\/127\.0\.0\.1:9 can not be reached: .*`reprise server` starts one\.\n$/)
  })

  it('finds a server that listens on 127.0.0.1 alone under the name localhost', async () => {
    expect(await results(['experiments', 'list', '--tracking-uri', server.url.replace('127.0.0.1', 'localhost')])).toContain('Default')
  })

  it('ends quietly when its reader leaves', async () => {
    const line = `"$0" "$@" | head -n 1`
    const child = spawn('/bin/bash', ['-o', 'pipefail', '-c', line, process.execPath, ...fromSource, 'experiments', 'list'], {
      env: { ...bareEnvironment(), ...settings() },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()))
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expect.stringMatching(/^ *ID +NAME/), stderr: '' })
  })

  it('ends quietly when nobody reads at all', async () => {
    const child = spawn(process.execPath, [...fromSource, 'runs', 'list', '--help'], { env: bareEnvironment() })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('values of others', () => {
  it('never steer the terminal, in tables, errors and JSON', async () => {
    const name = 'red \u001b[31m bell \u0007 c1 \u009b2J turned \u202e日本語'
    const { experiment_id: id } = await client.createExperiment({ name })
    const { run } = await client.createRun({ experiment_id: id, run_name: name, start_time: 1 })
    await client.setTag({ run_id: run.info.run_id, key: 'note', value: 'line 1\nline 2\u001b[2J' })
    const outputs = await Promise.all([
      reprise(['experiments', 'list'], { env: settings() }),
      reprise(['runs', 'list', '-e', id], { env: settings() }),
      reprise(['runs', 'show', run.info.run_id], { env: settings() }),
      reprise(['experiments', 'create', name], { env: settings() }),
      reprise(['experiments', 'list', '--json'], { env: settings() }),
    ])
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(outputs[0]?.stdout).toContain('日本語')
    expect(outputs[2]?.stdout).toContain('line 1 line 2')
    expect(
      (JSON.parse(outputs[4]?.stdout ?? '') as { experiments: { name: string }[] }).experiments.map((experiment) => experiment.name),
    ).toContain(name)
  })
})

describe('settings', () => {
  it('come from options first, then REPRISE_, MLFLOW_, and the nearest reprise.toml', async () => {
    const below = join(folder.path, 'project', 'deep')
    mkdirSync(below, { recursive: true })
    writeFileSync(join(folder.path, 'project', 'reprise.toml'), `[tracking]\nuri = "${server.url}"\n`)
    const wrong = 'http://127.0.0.1:9'
    const list = async (args: string[], env: Record<string, string>): Promise<number> =>
      (await reprise(['experiments', 'list', ...args], { cwd: below, env })).code
    expect(await list([], {})).toBe(0)
    expect(await list([], { MLFLOW_TRACKING_URI: wrong })).toBe(1)
    expect(await list([], { MLFLOW_TRACKING_URI: wrong, REPRISE_TRACKING_URI: server.url })).toBe(0)
    expect(await list(['--tracking-uri', wrong], { REPRISE_TRACKING_URI: server.url })).toBe(1)
  })

  it('that are broken are told by the commands that need them, and help does not', async () => {
    const broken = join(folder.path, 'broken')
    mkdirSync(broken)
    const file = join(broken, 'reprise.toml')
    writeFileSync(file, '[server]\nport = 5000\nport = 5001\n')
    const { code, stdout, stderr } = await reprise(['runs', 'list'], { cwd: broken })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.replace(file, 'FILE')).toMatch(/^reprise: FILE:3:\d+: .* It is no TOML; mend that line\.\n$/)
    expect((await reprise(['runs', 'list', '--help'], { cwd: broken })).code).toBe(0)
    expect((await reprise(['completion', 'bash'], { cwd: broken })).code).toBe(0)
    expect((await reprise(['doctor', '--tracking-uri', server.url], { cwd: broken })).stdout).toContain(`\nproblem  setting: ${file}:3:`)
  })

  it('are shown by doctor, without passwords', async () => {
    const env = { MLFLOW_TRACKING_URI: server.url, MLFLOW_TRACKING_TOKEN: 'secret', REPRISE_STORE: 'postgresql://me:secret@db/runs' }
    const { code, stdout } = await reprise(['doctor'], { env })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^problem +store: postgresql:\/\/me@db\/runs can not be reached/m)
    expect(stdout).toMatch(/^note +setting: tracking\.token = \*\*\* \(MLFLOW_TRACKING_TOKEN\)$/m)
    expect(stdout).toContain('server.store = postgresql://me:***@db/runs (REPRISE_STORE)')
    expect(stdout + (await results(['server', '--help'], { env }))).not.toContain('secret')
  })
})

describe.skipIf(terminal.missing)(`on a terminal${terminal.note}`, () => {
  const look = async (env: Record<string, string> = {}, columns = 80): Promise<string> =>
    (await onTerminal(['experiments', 'list'], { columns, env: { ...settings(), ...env } })).output

  it('titles are bold, but not with NO_COLOR', async () => {
    // Node.js shows no colours where CI is set, terminal or not.
    expect(await look({ FORCE_COLOR: '1' })).toMatch(/\u001b\[1m *ID +NAME/)
    expect(await look({ NO_COLOR: '1' })).not.toMatch(escapes)
  })

  it('tables are as wide as it is', async () => {
    const width = async (columns: number): Promise<number> =>
      Math.max(...(await look({ NO_COLOR: '1' }, columns)).split('\n').map((line) => line.length))
    await client.createExperiment({ name: 'long '.repeat(40).trim() })
    const widths = [await width(60), await width(120)] as const
    expect(widths[0]).toBeLessThanOrEqual(60)
    expect(widths[1]).toBeLessThanOrEqual(120)
    expect(widths[1]).toBeGreaterThan(80)
  })

  it('Ctrl-C ends a command at once, with 130 and nothing else', async () => {
    const silent = createServer()
    const when = new Promise((resolve) => silent.once('connection', resolve))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const { code, output } = await onTerminal(['runs', 'list', '--tracking-uri', `http://127.0.0.1:${port}`], { when, type: '\u0003' })
    expect({ code, output: output.replace('^C', '') }).toEqual({ code: 130, output: '' })
    silent.close()
  })
})
