import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { repositoryFolder } from '@reprise/testing'
import { fromSource, reprise, results } from '../../e2e/reprise.ts'
import type { Places } from './shots.ts'

const growing = join(repositoryFolder, 'examples', 'morphogenesis', 'src', 'main.ts')
const programs = join(import.meta.dirname, 'programs')

/** A server as somebody has it after an afternoon: networks that were trained, a captured run that was reproduced, a pipeline. */
export async function fillSmall(url: string, folder: string): Promise<Places> {
  const env = { MLFLOW_TRACKING_URI: url, REPRISE_TRACKING_URI: url }
  for (const seeds of [0, 1, 3]) {
    const fixed = ['--problem-type', 'spirals', '--n-samples', '600', '--warm-up-epochs', '40', '--adaptation-epochs', '80']
    for (const seed of [1, 2, 3]) await program([growing, ...fixed, '--seeds-per-layer', String(seeds), '--seed', String(seed)], env)
  }
  const captured = await captureAndReproduce(url, join(folder, 'work'))
  await runPipeline(join(folder, 'pipeline'), env)
  const client = createClient({ url })
  const { experiments } = await client.searchExperiments({ max_results: 100 })
  const experiment = experiments.find(({ name }) => name === 'spirals')?.experiment_id ?? '0'
  const { runs } = await client.searchRuns({ experiment_ids: [experiment], filter: "status = 'FINISHED'" })
  const ids = runs.map(({ info }) => info.run_id)
  for (const { info, data } of runs) {
    const valueOf = (name: string) => data?.params.find(({ key }) => key === name)?.value ?? ''
    await client.updateRun({ run_id: info.run_id, run_name: `${valueOf('seeds_per_layer')} a layer, seed ${valueOf('seed')}` })
  }
  return { growing: experiment, run: ids[0] ?? '', pair: ids.filter((_, at) => at % 4 === 0).join(','), captured }
}

/** A captured run, reproduced; then another of changed code. The id of the first. */
async function captureAndReproduce(url: string, work: string): Promise<string> {
  cpSync(programs, work, { recursive: true })
  commitAll(work)
  appendFileSync(join(work, 'train.mjs'), "console.log('the model is in model.json')\n")
  const surroundings = { cwd: work, env: { REPRISE_TRACKING_URI: url } }
  const output = await results(['run', '--experiment', 'forecast', '--print-id', '--', 'node', 'train.mjs'], surroundings)
  const id = /[0-9a-f]{32}/.exec(output.trim().split('\n').at(-1) ?? '')?.[0] ?? ''
  const verdict = await reprise(['reproduce', id], surroundings)
  if (!verdict.stdout.includes('IDENTICAL')) throw new Error(`The captured run was not reproduced: ${verdict.stdout}${verdict.stderr}`)
  await results(['run', '--experiment', 'forecast', '--', 'node', 'train.mjs', '--rate', '0.2'], surroundings)
  // One that fails belongs to an afternoon as well.
  await reprise(['run', '--experiment', 'forecast', '--', 'node', 'train.mjs', '--data', 'nowhere.csv'], surroundings)
  return id
}

function commitAll(folder: string): void {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: folder })
  git('init', '--quiet', '--initial-branch', 'main')
  git('add', '.')
  git('commit', '--quiet', '--message', 'Forecast demand')
}

async function runPipeline(folder: string, env: Readonly<Record<string, string>>): Promise<void> {
  cpSync(programs, folder, { recursive: true })
  mkdirSync(join(folder, '.home'))
  writeFileSync(
    join(folder, 'dvc.yaml'),
    `stages:
  clean:
    cmd: node clean.mjs
    deps: [clean.mjs, demand.csv]
    outs: [clean.csv]
  train:
    cmd: node train.mjs --data clean.csv
    deps: [train.mjs, clean.csv]
    outs: [model.json]
`,
  )
  const surroundings = { cwd: folder, env }
  await results(['init', '--no-scm'], surroundings)
  await results(['repro'], surroundings)
}

function program(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fromSource[0] ?? '', ...args], { stdio: 'ignore', env: { ...process.env, ...env } })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))))
  })
}
