import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Client, createClient } from '@reprise/client'
import { encodeText } from '@reprise/protocol'
import type { Audit } from '@reprise/reproduce'
import { repositoryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromSource } from '../e2e/reprise.ts'
import { listCodeBlocks } from '../newcomer/code-blocks.ts'
import { openPlace, type Place } from './place.ts'

const exec = promisify(execFile)
const program = { 'train.py': "open('result.txt', 'w').write(open('data.txt').read().upper())\n", 'data.txt': 'some data\n' }

let place: Place
let client: Client
/** The experiment, with a run of each kind. */
let experiment: string
const runs: Record<string, string> = {}
let bigFolder: string

beforeAll(async () => {
  place = await openPlace()
  client = createClient({ url: place.server.url })
  experiment = (await client.createExperiment({ name: 'audited' })).experiment_id
  const inside = ['-e', 'audited']
  runs['kept'] = await place.run(await place.makeWork(program), ['python3', 'train.py'], { options: inside })
  bigFolder = await place.makeWork(program)
  const limited = [...inside, '--input', 'data.txt', '--keep-file-limit', '1']
  runs['input not kept'] = await place.run(bigFolder, ['python3', 'train.py'], { options: limited })
  runs['killed'] = await place.run(await place.makeWork({}), ['sh', '-c', 'kill -9 $$'], { options: inside })
  const repository = await place.makeWork(program)
  await exec('git', ['init', '-q'], { cwd: repository })
  runs['pack lost'] = await place.run(repository, ['python3', 'train.py'], { options: inside })
  const { run } = await client.getRun({ run_id: runs['pack lost'] })
  await client.deleteArtifact(run.info.artifact_uri ?? '', 'reprise/code')
  runs['mlflow'] = await createRun()
  runs['hostile'] = await createRun('{"format":1,"command":[[[[')
  const record = JSON.parse(await readRecord(runs['kept'])) as { inputs: object[]; format: number }
  const inputs = ['../../../etc/passwd', '/dev/zero', '\u0000', 'x'.repeat(9_999), `${'x'.repeat(300)}/y`, '\u001b[31m'].map((path) => ({
    path,
    kind: 'FILE',
    sha256: '0'.repeat(64),
    kept: `../${path}`,
  }))
  runs['hostile paths'] = await createRun(JSON.stringify({ ...record, inputs }))
  runs['newer'] = await createRun(JSON.stringify({ ...record, format: 99 }))
})
afterAll(async () => place[Symbol.asyncDispose]())

async function createRun(record?: string): Promise<string> {
  const { run } = await client.createRun({ experiment_id: experiment, start_time: Date.now() })
  if (record !== undefined) await client.uploadArtifact(run.info.artifact_uri ?? '', 'reprise/record.json', encodeText(record))
  return run.info.run_id
}

async function readRecord(id: string): Promise<string> {
  const { run } = await client.getRun({ run_id: id })
  return new Response(await client.downloadArtifact(run.info.artifact_uri ?? '', 'reprise/record.json')).text()
}

interface Report {
  readonly experiment: { readonly id: string; readonly name: string }
  readonly runs: readonly Audit[]
  readonly counts: Readonly<Record<string, number>>
}

async function audit(...args: string[]): Promise<Report & { readonly code: number; readonly states: Record<string, string> }> {
  const { code, stdout, stderr } = await place.reprise(['audit', 'audited', '--json', ...args])
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as Report
  const names = Object.fromEntries(Object.entries(runs).map(([name, id]) => [id, name]))
  return { ...report, code, states: Object.fromEntries(report.runs.map(({ run, state }) => [names[run] ?? run, state])) }
}

async function problemsOf(name: string, ...args: string[]): Promise<Audit['problems']> {
  return (await audit(...args)).runs.find(({ run }) => run === runs[name])?.problems ?? []
}

describe('reprise audit', () => {
  it('says which runs could be reproduced, and ends with 4 because some could not', async () => {
    const { code, states, counts, experiment: about } = await audit()
    expect(about).toEqual({ id: experiment, name: 'audited' })
    expect(states).toEqual({
      kept: 'ready',
      'input not kept': 'needs',
      killed: 'cannot',
      'pack lost': 'cannot',
      mlflow: 'cannot',
      hostile: 'cannot',
      'hostile paths': 'needs',
      newer: 'cannot',
    })
    expect(counts).toEqual({ ready: 1, needs: 2, cannot: 5, unknown: 0 })
    expect(code).toBe(4)
  })

  it('names what is missing', async () => {
    expect(await problemsOf('killed')).toMatchObject([{ kind: 'not finished' }])
    expect(await problemsOf('mlflow')).toMatchObject([{ kind: 'no record' }])
    expect(await problemsOf('hostile')).toMatchObject([{ kind: 'bad record' }])
    expect(await problemsOf('pack lost')).toContainEqual(expect.objectContaining({ leaves: 'cannot', kind: 'missing code' }))
    expect(await problemsOf('input not kept')).toContainEqual(
      expect.objectContaining({ leaves: 'needs', kind: 'missing data', subject: expect.stringContaining('data.txt') as string }),
    )
  })

  it('reads files of which no copy is kept at their old places where asked to', async () => {
    expect((await audit('--check-files')).states).toMatchObject({ 'input not kept': 'ready', 'hostile paths': 'cannot' })
    await appendFile(join(bigFolder, 'data.txt'), 'more\n')
    expect((await audit('--check-files')).states).toMatchObject({ 'input not kept': 'cannot' })
    await writeFile(join(bigFolder, 'data.txt'), program['data.txt'])
  })

  it('prints a table of 80 columns with a summary, in which no record steers the terminal', async () => {
    const { code, stdout } = await place.reprise(['audit', experiment])
    expect(code).toBe(4)
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^RUN +STATE +LAST +MISSING$/)
    expect(lines.at(-1)).toBe('8 runs: 1 ready, 2 needs, 5 cannot')
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain(`${runs['kept']}  ready`)
  })

  it('takes a filter, and ends with 0 when nothing is lost', async () => {
    const { code, states } = await audit('--filter', `attributes.run_id = '${runs['kept']}'`)
    expect({ code, states }).toEqual({ code: 0, states: { kept: 'ready' } })
    expect(await audit('--filter', "tags.none = 'x'")).toMatchObject({ code: 0, runs: [] })
    expect(await place.reprise(['audit', 'nowhere'])).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('the nightly job of the guide', () => {
  it('reproduces the runs with the tag, tells the CI, and draws the badge', async () => {
    const guide = readFileSync(join(repositoryFolder, 'docs', 'guides', 'nightly-reproduction.md'), 'utf8')
    const job = listCodeBlocks(guide).find(({ words }) => words.includes('nightly'))?.code ?? ''
    const bin = join(place.folder, 'bin')
    await mkdir(bin)
    await writeFile(
      join(bin, 'reprise'),
      `#!/bin/sh\nexec ${[process.execPath, ...fromSource].map((word) => `'${word}'`).join(' ')} "$@"\n`,
    )
    await chmod(join(bin, 'reprise'), 0o755)
    const summary = join(place.folder, 'summary.md')
    const night = () =>
      exec('/bin/sh', ['-uc', job], {
        cwd: place.folder,
        env: {
          ...process.env,
          PATH: bin + delimiter + String(process.env['PATH']),
          REPRISE_TRACKING_URI: place.server.url,
          EXPERIMENT: 'audited',
          GITHUB_STEP_SUMMARY: summary,
        },
      })
    await client.setTag({ run_id: runs['kept'] ?? '', key: 'nightly', value: 'yes' })
    const { stdout } = await night()
    expect(stdout).toContain(`::notice title=Reproduction of ${runs['kept']}::BIT_IDENTICAL (identical): `)
    expect(await readFile(summary, 'utf8')).toMatch(/^# Reproduction of [\da-f]{32}\n[\s\S]*BIT\\_IDENTICAL/)
    expect(await readFile(join(place.folder, 'reproduction.svg'), 'utf8')).toMatch(/^<svg [\s\S]*reproduced: 1 of 8; 0 diverged, 0 cannot/)
    expect((await audit()).runs.find(({ run }) => run === runs['kept'])?.last).toMatchObject({
      verdict: 'BIT_IDENTICAL',
      kind: 'identical',
    })

    await client.setTag({ run_id: runs['mlflow'] ?? '', key: 'nightly', value: 'yes' })
    const failed = await night().catch((error: { readonly code: number; readonly stdout: string }) => error)
    expect(failed).toMatchObject({ code: 1 })
    expect(failed.stdout).toContain(`::error title=Reproduction of ${runs['mlflow']}::CANNOT (no record): `)
  })

  it('keeps stdout for JSON, and the verdict where the summary can not be written', async () => {
    const found = await place.reproduce(runs['mlflow'] ?? '', ['--ci'], { env: { GITHUB_STEP_SUMMARY: place.folder } })
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'no record' })
    expect(found.stderr).toContain(`::error title=Reproduction of ${runs['mlflow']}::CANNOT (no record): `)
    expect(found.stderr).toContain('the summary was not written: EISDIR')
  })

  it('draws the badge of a run', async () => {
    const { stdout } = await place.reprise(['badge', runs['kept'] ?? ''])
    expect(stdout).toContain('<title>reproduction: reproduced (identical)</title>')
    expect((await place.reprise(['badge', runs['hostile'] ?? ''])).stdout).toContain('not tried')
    expect((await place.reprise(['badge', 'nowhere'])).code).toBe(1)
  })
})
