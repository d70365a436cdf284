import type { RecordedEnvironment } from '@reprise/protocol'

const places: Readonly<Record<string, readonly [section: string, field: string]>> = {
  python_version: ['python', 'version'],
  platform_system: ['platform', 'system'],
  cpu_count: ['cpu', 'cpu_count'],
  gpu_count: ['gpu', 'gpu_count'],
  git_commit: ['git', 'commit_sha'],
  git_branch: ['git', 'branch'],
  git_uncommitted_changes: ['git', 'has_uncommitted_changes'],
}

/** The params that a run is given. What is not known is left out; truth values are written as Python prints them. */
export function toEnvironmentParams({ system }: RecordedEnvironment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(places).flatMap(([name, [section, field]]) => {
      const value = read(read(system, section), field)
      if (typeof value === 'boolean') return [[name, value ? 'True' : 'False']]
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
    }),
  )
}

function read(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
}
