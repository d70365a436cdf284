import { execFile } from 'node:child_process'
import { chmodSync, cpSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePython, type Part, pythonSets, requirePart } from '@reprise/testing'

/** The real DVC, for tests that compare. */
export interface Dvc {
  readonly part: Part
  /** Runs a command in a folder. Never rejects for an exit code. */
  run(folder: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>
  /** Runs a program in DVC's Python that reads JSON from stdin as `given` and prints JSON. */
  compute<T>(program: string, given: unknown): Promise<T>
}

/** Finds or installs it; `home` is a folder for what it remembers. `dvc-remotes` is the one with the libraries of all remotes. */
export async function findDvc(home: string, set: 'dvc' | 'dvc-remotes' = 'dvc'): Promise<Dvc> {
  const found = await ensurePython(pythonSets[set])
  const python = found.reason === undefined ? found.python : 'python3'
  const env = {
    ...process.env,
    HOME: home,
    DVC_NO_ANALYTICS: '1',
    DVC_SITE_CACHE_DIR: join(home, 'site'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    PYTHONWARNINGS: 'ignore',
    // Asks by gRPC first, and for a minute, what kind of bucket it is.
    GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT: 'false',
  }
  const run = (args: readonly string[], options: { readonly cwd?: string; readonly input?: string }) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(python, [...args], { env, cwd: options.cwd, maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr }),
      )
      child.stdin?.end(options.input ?? '')
    })
  return {
    part: requirePart('DVC', found),
    run: (folder, ...args) => run(['-m', 'dvc', ...args], { cwd: folder }),
    compute: async (program, given) => {
      const { code, stdout, stderr } = await run(['-c', `import json, sys\ngiven = json.load(sys.stdin)\n${program}`], {
        input: JSON.stringify(given),
      })
      if (code !== 0) throw new Error(stderr)
      return JSON.parse(stdout)
    },
  }
}

/** Copies a project with its links, times and modes. */
export function copyProject(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  copyModes(from, to)
}

/** What files below a folder look like to a user: whether links, and their modes. */
export function readModes(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const stats = lstatSync(path)
    if (!stats.isDirectory())
      found[path.slice(folder.length + 1)] = stats.isSymbolicLink() ? 'link' : `${(stats.mode & 0o777).toString(8)} ${stats.nlink}`
  }
  return found
}

function copyModes(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (entry.isFile())
      chmodSync(join(entry.parentPath.replace(from, to), entry.name), lstatSync(join(entry.parentPath, entry.name)).mode & 0o7777)
  }
}
