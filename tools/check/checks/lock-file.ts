import { reportProblems, type Check } from '../check.ts'
import { readJson } from '../repository.ts'

interface LockFile {
  packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; optionalDependencies?: Record<string, string> }>
}

export const lockFile: Check = {
  name: 'lock-file',
  about: 'the lock files name no registry, and every platform of every optional dependency',
  async run() {
    const problems = [
      'package-lock.json',
      'tools/node/package-lock.json',
      'packages/testing/src/azure/fixtures/azurite/package-lock.json',
    ].flatMap((file) => findLockProblems(file, readJson(file) as LockFile))
    return reportProblems(problems)
  },
}

/** Why each matters stands in docs/decisions/lock-without-hosts.md. */
export function findLockProblems(file: string, lock: LockFile): string[] {
  const problems: string[] = []
  const entries = Object.entries(lock.packages)
  const installed = new Set(entries.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)))
  for (const [path, entry] of entries) {
    if (entry.resolved?.startsWith('http') === true)
      problems.push(`${file}: ${path} names a registry host (install with omit-lockfile-registry-resolved)`)
    if (path.includes('node_modules/') && entry.link !== true && entry.integrity === undefined)
      problems.push(`${file}: ${path} has no integrity`)
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!installed.has(name))
        problems.push(`${file}: ${path === '' ? 'the root' : path} wants ${name}, which is missing; npm ci would refuse or skip it`)
    }
  }
  return problems
}
