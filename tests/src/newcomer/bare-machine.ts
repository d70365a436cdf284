import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The environment of somebody who has Node.js, npm and git and nothing else: one folder on the PATH, which is made in `folder`, and none
 * of the variables with which a test runner or npm tells its children where they are. The Node.js is the oldest one at hand.
 */
export function createBareEnvironment(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const node = listPrograms('node').toSorted((a, b) => majorVersion(a) - majorVersion(b))[0] ?? process.execPath
  symlinkSync(node, join(bin, 'node'))
  const [npm] = listPrograms('npm')
  const [git] = listPrograms('git')
  if (npm === undefined || git === undefined) throw new Error('npm and git have to be on the PATH')
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\nexec "${node}" "${realpathSync(npm)}" "$@"\n`, { mode: 0o755 })
  symlinkSync(git, join(bin, 'git'))
  symlinkSync('/bin/sh', join(bin, 'sh'))
  return { ...withoutRunner(process.env), PATH: bin }
}

/** Every program of this name on the PATH, first one first. */
export function listPrograms(name: string): string[] {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))
  return candidates.filter((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export function withoutRunner(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) =>
      !/^(?:npm_(?:lifecycle|package|command|execpath|node)|NODE_(?:ENV|OPTIONS)$|VITEST|MLFLOW_|REPRISE_|CI$|INIT_CWD$|TEST$|DEV$|PROD$|MODE$)/i.test(
        name,
      ),
  )
  return Object.fromEntries(kept)
}

function majorVersion(node: string): number {
  return Number.parseInt(execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1), 10)
}
