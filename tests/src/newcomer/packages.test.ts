import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import { repositoryFolder, startTethered } from '@reprise/testing'
import { listPrograms, withoutRunner } from './bare-machine.ts'

let folder: string

/** Somebody else's project, far from the repository, with the packages installed as npm would send them. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprise-packages-'))
  const tarballs = join(folder, 'tarballs')
  run(process.execPath, ['--conditions=@reprise/source', join(repositoryFolder, 'tools/pack.ts'), tarballs])
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'somebody', private: true, type: 'module' }))
  const files = readdirSync(tarballs).map((file) => join(tarballs, file))
  // Some packages that others need beside them run scripts over the whole machine; none of ours has one.
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', ...files], project)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(program: string, args: readonly string[], cwd = repositoryFolder): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', env: withoutRunner(process.env), stdio: ['ignore', 'pipe', 'inherit'] })
}

const project = () => join(folder, 'project')

test('installs a command that explains itself', () => {
  const help = run(process.execPath, ['node_modules/.bin/reprise', '--help'], project())
  expect(help).toMatch(/Usage: reprise/)
  expect(help).toContain('server')
})

test('installs an SDK that every supported Node.js can import', () => {
  for (const node of listPrograms('node')) {
    const names = run(node, ['--input-type=module', '-e', `console.log(Object.keys(await import('@reprise/sdk')).join())`], project())
    expect(names.split(',')).toContain('startRun')
  }
})

test('installs integrations that can be imported, with what they integrate', () => {
  const program = `console.log(Object.keys({ ...(await import('@reprise/ax')), ...(await import('@reprise/bullmq')) }).join())`
  const names = run(process.execPath, ['--input-type=module', '-e', program], project()).trim().split(',')
  expect(names).toEqual(expect.arrayContaining(['OptimizationPipeline', 'OptimizationTracker', 'trackedWorker']))
})

test('installs a server and an SDK that work together', async () => {
  const args = ['node_modules/.bin/reprise', 'server', '--port', '0', '--store', join(folder, 'runs.db')]
  const server = await startTethered({ command: process.execPath, args, cwd: project(), env: withoutRunner(process.env) })
  try {
    const address = await readAddress(server)
    const program = `
      import { configure, getRun, withRun } from '@reprise/sdk'
      configure({ trackingUri: '${address}', spool: '${join(folder, 'spool')}' })
      const id = await withRun({ experimentName: 'installed' }, (run) => {
        run.logMetric('loss', 0.25, { step: 3 })
        return run.id
      })
      console.log((await getRun(id)).metrics)`
    expect(run(process.execPath, ['--input-type=module', '-e', program], project())).toContain('0.25')
  } finally {
    expect(await server.stop()).toBe(0)
  }
})

async function readAddress(server: { output(): string; exited: Promise<number> }): Promise<string> {
  let ended = false
  void server.exited.then(() => (ended = true))
  while (!ended) {
    const address = /http:\/\/[\w.]+:\d+/.exec(server.output())?.[0]
    if (address !== undefined) return address
    await sleep(50)
  }
  throw new Error(`The installed server ended:\n${server.output()}`)
}

test('installs types that a strict TypeScript project accepts', () => {
  writeFileSync(join(project(), 'use.ts'), `import { startRun } from '@reprise/sdk'\nexport const start: typeof startRun = startRun\n`)
  const options = [
    '--strict',
    '--noEmit',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--types',
    'node',
    '--typeRoots',
    join(repositoryFolder, 'node_modules/@types'),
  ]
  run(process.execPath, [join(repositoryFolder, 'node_modules/@typescript/native/bin/tsc'), ...options, 'use.ts'], project())
})

test('sends neither sources nor tests', () => {
  const scope = join(project(), 'node_modules/@reprise')
  const files = readdirSync(scope, { recursive: true, encoding: 'utf8' })
  expect(files.length).toBeGreaterThan(20)
  expect(files.filter((file) => /\.test\.|(?:^|\/)src(?:\/|$)|\.tsbuildinfo$/.test(file) && !file.includes('node_modules'))).toEqual([])
})
