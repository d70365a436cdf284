// Runs every benchmark of docs/benchmarks.md, one after the other, and prints its table.
//   node --conditions=@reprise/source benchmarks/src/all.ts [--quick | --full] [--with-mlflow] [--only http,reads] [--json FILE]
// --quick, the default, takes up to five minutes, --full twenty, and MLflow ten more. `--print FILE` only prints the table of a former run.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createTemporaryFolder } from '@reprise/testing'
import { printMarkdown } from './report/markdown.ts'
import { type Report, writeJson } from './report/report.ts'

interface Program {
  readonly file: string
  /** Undefined where it takes too long. */
  readonly quick: readonly string[] | undefined
  readonly full: readonly string[]
  /** Whether MLflow can do it in minutes. */
  readonly takesMlflow: boolean
}

const programs: readonly Program[] = [
  {
    file: 'http',
    quick: ['--rounds', '3', '--seconds', '1', '--open-rounds', '1', '--open-seconds', '2'],
    full: ['--rounds', '5', '--seconds', '3', '--open-rounds', '3', '--open-seconds', '5'],
    takesMlflow: true,
  },
  { file: 'reads', quick: ['--calls', '15'], full: ['--calls', '51'], takesMlflow: true },
  {
    file: 'reads',
    quick: undefined,
    full: ['--runs', '100000', '--points', '10000000', '--wide', '0', '--calls', '51'],
    takesMlflow: false,
  },
  { file: 'interference', quick: ['--rounds', '3', '--seconds', '1'], full: ['--rounds', '5', '--seconds', '3'], takesMlflow: true },
  { file: 'artifacts', quick: ['--rounds', '3'], full: ['--rounds', '7'], takesMlflow: true },
  { file: 'manifest', quick: ['--rounds', '3'], full: ['--rounds', '7'], takesMlflow: false },
  { file: 'footprint', quick: ['--starts', '3'], full: ['--starts', '7'], takesMlflow: true },
]

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    'with-mlflow': { type: 'boolean', default: false },
    only: { type: 'string' },
    print: { type: 'string' },
    json: { type: 'string' },
  },
})
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

const { reports, failed } =
  values.print === undefined ? await runAll() : { reports: JSON.parse(readFileSync(values.print, 'utf8')) as Report[], failed: [] }
process.stdout.write(`\n${printMarkdown(reports)}`)
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(', ')}\n`)
process.exitCode = failed.length > 0 ? 1 : 0

async function runAll(): Promise<{ reports: Report[]; failed: string[] }> {
  await using folder = await createTemporaryFolder('benchmark')
  const reports: Report[] = []
  const failed: string[] = []
  for (const [index, program] of programs.entries()) {
    const options = values.full ? program.full : program.quick
    if (options === undefined || (values.only !== undefined && !values.only.split(',').includes(program.file))) continue
    const file = join(folder.path, `${index}.json`)
    process.stdout.write(`\n${program.file} ${options.join(' ')}\n`)
    const mlflow = values['with-mlflow'] && program.takesMlflow ? ['--with-mlflow'] : []
    const code = await runProgram(join(import.meta.dirname, `${program.file}.ts`), [...options, ...mlflow, '--json', file])
    if (code !== 0) failed.push(program.file)
    reports.push(JSON.parse(readFileSync(file, 'utf8')) as Report)
    if (values.json !== undefined) writeJson(values.json, reports)
  }
  return { reports, failed }
}

/** In a process of its own, which ends when this one does, in whatever way: the channel between them closes. */
function runProgram(file: string, options: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, file, ...options], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return new Promise((resolve, reject) => child.on('exit', (code) => resolve(code ?? 1)).on('error', reject))
}
