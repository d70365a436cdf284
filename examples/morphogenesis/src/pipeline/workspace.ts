import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the example, with its dvc.yaml. */
const example = fileURLToPath(new URL('../..', import.meta.url))
const repository = join(example, '..', '..')
const bootstrap = join(repository, 'tools', 'bootstrap.mjs')

/** A copy of the pipeline in a git repository of its own, in which everything may be changed. */
export interface Workspace {
  /** The topmost folder: what deletes it deletes all of it. */
  readonly top: string
  /** Where dvc.yaml is. */
  readonly folder: string
  /** Runs `reprise ARGS` there and returns what it printed. @throws Error with what it said where it fails */
  reprise(...args: readonly string[]): Promise<string>
}

/** @throws Error where the example was installed without its repository */
export async function createWorkspace(): Promise<Workspace> {
  if (!existsSync(bootstrap)) throw new Error('the pipeline needs a clone of the repository: its stages are commands of this example')
  const top = mkdtempSync(join(tmpdir(), 'morphogenesis-'))
  const folder = join(top, 'examples', basename(example))
  const left = new Set(['cache', 'data', 'dist', 'node_modules', 'results', 'runs', 'tmp', 'dvc.lock'])
  cpSync(example, folder, { recursive: true, filter: (source) => !left.has(basename(source)) || basename(join(source, '..')) === 'src' })
  mkdirSync(join(folder, 'data'), { recursive: true })
  // Links for what the stages run with; `junction` is the kind that needs no rights on Windows.
  for (const name of ['tools', 'node_modules']) symlinkSync(join(repository, name), join(top, name), 'junction')
  for (const args of [
    ['init', '--quiet'],
    ['add', 'examples'],
    [...author, 'commit', '--quiet', '--message', 'The pipeline'],
  ])
    await runProgram('git', args, top)
  return { top, folder, reprise: (...args) => runProgram(process.execPath, [bootstrap, 'apps/cli/src/main.ts', ...args], folder) }
}

const author = ['-c', 'user.name=Morphogenesis', '-c', 'user.email=morphogenesis@example.invalid']

function runProgram(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const [printed, said]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (bytes: Buffer) => printed.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => said.push(bytes))
    child.on('error', reject)
    child.on('close', (code) => {
      const output = Buffer.concat(printed).toString()
      if (code === 0) resolve(output)
      else
        reject(
          new Error(
            `${basename(args[1] ?? program)} ${args.slice(2).join(' ')} ended with ${code}: ${Buffer.concat(said).toString()}${output}`,
          ),
        )
    })
  })
}
