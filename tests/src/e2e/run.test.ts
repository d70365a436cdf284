import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise } from './reprise.ts'
import { awaitRun, record, runWrapped, untilThere } from './running/run-command.ts'

const MEBIBYTE = 1024 * 1024

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('run')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

/** A folder of its own for each test, so that no test sees files of another. */
function place(name: string): { readonly url: string; readonly cwd: string } {
  const cwd = join(folder.path, name)
  mkdirSync(cwd, { recursive: true })
  return { url: server.url, cwd }
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('a command under `reprise run` ends as it would alone', () => {
  it.each([
    ['exit 0', 0, 'FINISHED', { exit_code: 0 }],
    ['exit 3', 3, 'FAILED', { exit_code: 3 }],
    ['kill -KILL $$', 137, 'KILLED', { signal: 'SIGKILL' }],
    ['kill -SEGV $$', 139, 'FAILED', { signal: 'SIGSEGV' }],
  ])('%s', async (script, code, status, outcome) => {
    const run = await record(['sh', '-c', script], place('ends'))
    expect(run.wrapped.code).toBe(code)
    expect(run.status).toBe(status)
    expect(run.record.outcome).toMatchObject(outcome)
    expect(run.wrapped.stderr).toBe('')
  })

  it('says what is not there or may not be executed, with the codes of shells', async () => {
    const where = place('absent')
    writeFileSync(join(where.cwd, 'data'), 'x')
    const absent = await record(['no-such-command'], where)
    expect(absent.wrapped).toMatchObject({ code: 127, stderr: 'reprise: There is no command no-such-command on PATH.\n' })
    expect(absent.record.outcome?.not_started).toContain('no-such-command')
    expect(absent.status).toBe('FAILED')
    expect(await runWrapped(['./data'], where)).toMatchObject({ code: 126, stderr: 'reprise: ./data may not be executed.\n' })
    expect(await runWrapped(['./none'], where)).toMatchObject({ code: 127 })
  })

  it('hands SIGTERM on, and waits for what the command makes of it', async () => {
    let sent = false
    const run = await record(['sh', '-c', 'trap "echo bye; exit 5" TERM; echo ready; while :; do sleep 0.05; done'], {
      ...place('term'),
      onOutput: (output, pid) => {
        if (sent || !output.includes('ready')) return
        sent = true
        process.kill(pid, 'SIGTERM')
      },
    })
    expect(run.wrapped.code).toBe(5)
    expect(run.wrapped.stdout.toString()).toBe('ready\nbye\n')
    expect(run.status).toBe('KILLED')
  })

  it('is killed with all it has started by the second Ctrl-C', async () => {
    let presses = 0
    const run = await record(['sh', '-c', 'trap "" INT; echo ready; (trap "" INT; sleep 60) & wait; sleep 60'], {
      ...place('interrupts'),
      onOutput: (output, pid) => {
        if (presses > 0 || !output.includes('ready')) return
        process.kill(pid, 'SIGINT')
        presses = 1
        setTimeout(() => process.kill(pid, 'SIGINT'), 1_000)
      },
    })
    expect(run.wrapped.code).toBe(137)
    expect(run.status).toBe('KILLED')
  })

  it('refuses options that it does not know, and leaves those of the command alone', async () => {
    const where = place('options')
    expect(await reprise(['run', '--nonsense', '--', 'true'])).toMatchObject({ code: 2, stdout: '' })
    expect(await reprise(['run', 'echo', 'x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('reprise run -- echo x') as string,
    })
    const { stdout } = await runWrapped(['echo', '--json', '--', '--name', '-e'], where)
    expect(stdout.toString()).toBe('--json -- --name -e\n')
  })

  it('tells programs how it went as JSON', async () => {
    const { stdout } = await runWrapped(['sh', '-c', 'echo out; exit 4'], { ...place('json'), options: ['--json'] })
    const [, json = ''] = /^out\n([^]*)$/.exec(stdout.toString()) ?? []
    expect(JSON.parse(json)).toEqual({
      run_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      exit_code: 4,
      duration_ms: expect.any(Number) as number,
    })
  })
})

describe('streams', () => {
  it('pass through to the byte, and are kept', async () => {
    const where = place('bytes')
    const [out, err] = [randomBytes(300_000), randomBytes(100_000)]
    writeFileSync(join(where.cwd, 'out'), out)
    writeFileSync(join(where.cwd, 'err'), err)
    const run = await record(['sh', '-c', 'cat out; cat err >&2'], where)
    expect(run.wrapped.stdout.equals(out)).toBe(true)
    expect(run.record.outcome).toMatchObject({
      stdout: { size: 300_000, sha256: sha256(out) },
      stderr: { size: 100_000, sha256: sha256(err) },
    })
  })

  it('are files to the command, as they are without us', async () => {
    const { stdout, stderr } = await runWrapped(['sh', '-c', 'echo a > /dev/stdout; echo b > /dev/stderr; cat /dev/stdin'], {
      ...place('devices'),
      input: 'c\n',
    })
    expect([stdout.toString(), stderr]).toEqual(['a\nc\n', 'b\n'])
  })

  it('of 300 MB pass through in memory that does not grow with them, with their beginning and end kept', async () => {
    const size = 300 * MEBIBYTE
    const where = place('huge')
    // More than is kept, as well: what grows from here to there would grow for ever.
    const less = await runWrapped(['sh', '-c', `yes 0123456789abcde | head -c ${size / 15}`], where)
    const run = await record(['sh', '-c', `yes 0123456789abcde | head -c ${size}`], where)
    expect(run.wrapped.stdout.length).toBe(size)
    expect(run.record.outcome?.stdout).toMatchObject({ size, sha256: sha256(run.wrapped.stdout) })
    const log = await run.readArtifact('logs/stdout.txt')
    expect(log.length).toBeLessThan(9 * MEBIBYTE)
    expect(log.toString()).toMatch(/^0123456789abcde\n[^]*\n\[… \d+ bytes are not kept …\]\n[^]*0123456789abcde\n$/)
    if (less.peak === undefined || run.wrapped.peak === undefined) return
    // Of 280 MiB more. How much of it waits to be collected depends on how busy the machine is.
    expect(run.wrapped.peak - less.peak).toBeLessThan(140 * MEBIBYTE)
  })

  it('from a pipe reach the command, and are kept when they were read to the end', async () => {
    const run = await record(['sh', '-c', 'wc -c'], { ...place('stdin'), input: 'x'.repeat(200_000) })
    expect(run.wrapped.stdout.toString().trim()).toBe('200000')
    expect(run.record.command.stdin).toMatchObject({ kind: 'PIPE', size: 200_000, sha256: sha256('x'.repeat(200_000)) })
    expect((await run.readArtifact('reprise/stdin')).length).toBe(200_000)
  })

  it('that nobody reads or that nobody writes keep nothing from ending', async () => {
    const where = place('unread')
    expect(await runWrapped(['true'], { ...where, input: 'y\n'.repeat(1_000_000) })).toMatchObject({ code: 0, stderr: '' })
    const line = `sleep 0.1 | '${process.execPath}' --conditions=@reprise/source '${join(import.meta.dirname, '../../../apps/cli/src/main.ts')}' run --tracking-uri ${server.url} -- yes | head -n 1`
    expect(execFileSync('sh', ['-c', line], { cwd: where.cwd }).toString()).toBe('y\n')
  })

  it('of processes that are left behind stay open', async () => {
    const { stdout, code } = await runWrapped(['sh', '-c', '(sleep 1; echo late) & echo now'], place('behind'))
    expect([stdout.toString(), code]).toEqual(['now\nlate\n', 0])
  })
})

describe('what is recorded', () => {
  it('stands on the server while the command runs, and stays there when we are killed', async () => {
    const where = { ...place('killed'), options: ['-e', 'killed'] }
    let pid = 0
    const ended = runWrapped(['sh', '-c', 'echo ready; exec sleep 30'], { ...where, onOutput: (_output, wrapper) => (pid = wrapper) })
    const running = await awaitRun(server.url, 'killed')
    expect(running.record).toMatchObject({ command: { argv: ['sh', '-c', 'echo ready; exec sleep 30'] } })
    expect(running.record.outcome).toBeUndefined()
    expect(running.status).toBe('RUNNING')
    expect((await untilThere(() => running.readArtifact('logs/stdout.txt'))).toString()).toBe('ready\n')
    process.kill(pid, 'SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    expect((await awaitRun(server.url, 'killed')).record.command.folder).toBe('.')
  })

  it('has the inputs as they were read, and the outputs, of Python and of Node.js', async () => {
    const where = place('files')
    const { cwd } = where
    execFileSync('git', ['init', '-q'], { cwd })
    writeFileSync(join(cwd, 'data.csv'), 'a,b\n')
    writeFileSync(join(cwd, 'state.txt'), 'before')
    writeFileSync(
      join(cwd, 'work.py'),
      `open('data.csv').read(); open('state.txt').read(); open('state.txt', 'w').write('after'); open('made.txt', 'w').write('x'); open('made.txt').read()`,
    )
    writeFileSync(
      join(cwd, 'work.cjs'),
      `const fs = require('fs'); fs.readFileSync('data.csv'); fs.readFileSync('state.txt'); fs.writeFileSync('state.txt', 'later'); fs.writeFileSync('made.txt', 'y')`,
    )
    for (const [argv, before] of [
      [['python3', 'work.py'], 'before'],
      [['node', 'work.cjs'], 'after'],
    ] as const) {
      const run = await record(argv, where)
      expect(run.record.inputs.map(({ path, sha256: digest }) => [path, digest])).toEqual([
        ['data.csv', sha256('a,b\n')],
        ['state.txt', sha256(before)],
      ])
      expect(run.record.outputs.map(({ path }) => path).toSorted()).toEqual(['made.txt', 'state.txt'])
      expect((await run.readArtifact('inputs/state.txt')).toString()).toBe(before)
      expect(run.record.code.kind).toBe('GIT')
    }
  })

  it('outside git is the code that was read, and what lies beside it', async () => {
    const where = place('no-git')
    writeFileSync(join(where.cwd, 'main.py'), 'import part; print(part.x)')
    writeFileSync(join(where.cwd, 'part.py'), 'x = 1')
    writeFileSync(join(where.cwd, 'other.py'), 'y = 1')
    const run = await record(['python3', 'main.py'], where)
    expect(run.record.code).toMatchObject({ kind: 'FILES' })
    const paths = (isListed: boolean): string[] =>
      run.record.code.files.filter(({ is_listed: listed = false }) => listed === isListed).map(({ path }) => path)
    expect(paths(false).toSorted()).toEqual(['main.py', 'part.py'])
    expect(paths(true)).toEqual(['other.py'])
    expect((await run.readArtifact('reprise/code/files/part.py')).toString()).toBe('x = 1')
  })

  it('is not sent again when another run on the server has it', async () => {
    const where = place('again')
    writeFileSync(join(where.cwd, 'data.bin'), randomBytes(1_000))
    const argv = ['cat', 'data.bin']
    const [first, second] = [await record(argv, where), await record(argv, where)]
    const inodeOf = ({ id }: { id: string }): number => statSync(join(folder.path, 'artifacts', '0', id, 'artifacts/inputs/data.bin')).ino
    expect(inodeOf(second)).toBe(inodeOf(first))
    expect((await second.readArtifact('inputs/data.bin')).length).toBe(1_000)
  })

  it('keeps large files by digest only, and says so', async () => {
    const where = place('large')
    writeFileSync(join(where.cwd, 'data.bin'), randomBytes(2_000))
    const run = await record(['cat', 'data.bin'], { ...where, options: ['--keep-file-limit', '1000'] })
    expect(run.record.inputs).toMatchObject([{ path: 'data.bin', size: 2_000, not_kept: 'It is larger than 1000 bytes.' }])
    expect(run.record.limits.kept_file).toBe(1_000)
  })

  it('leaves out what it is told to', async () => {
    const run = await record(['cat'], {
      ...place('left-out'),
      input: 'words',
      options: ['--no-capture', 'logs,stdin', '--no-capture', 'code'],
    })
    expect(run.record.command.stdin).toMatchObject({ kind: 'PIPE', not_kept: 'It was left out on request.' })
    expect(run.record.code.kind).toBe('NONE')
    await expect(run.readArtifact('logs/stdout.txt')).rejects.toThrow('No such artifact')
    expect(run.wrapped.stdout.toString()).toBe('words')
  })

  it('names a script that is started by itself', async () => {
    const where = place('script')
    writeFileSync(join(where.cwd, 'go.sh'), '#!/bin/sh\necho gone\n')
    chmodSync(join(where.cwd, 'go.sh'), 0o755)
    const run = await record(['./go.sh', "it's"], { ...where, options: ['--name', 'named', '--tag', 'a=b=c', '--param', 'lr=0.1'] })
    expect(run.tags).toMatchObject({ 'reprise.command': `./go.sh 'it'\\''s'`, 'mlflow.runName': 'named', a: 'b=c' })
    expect(run.params).toMatchObject({ lr: '0.1' })
    expect(run.record.code.files.map(({ path }) => path)).toEqual(['go.sh'])
  })
})
