import { dirname } from 'node:path'
import type { RunnerSurroundings, StageRunner } from '@reprise/pipelines'
import { openRunner } from '@reprise/pipelines/runners'
import { RepriseError } from '@reprise/protocol/errors'
import type { Project } from '../project/index.ts'
import { findSettingsFile } from '../settings/index.ts'

export interface RunnerChoice {
  /** Default: as is set. */
  readonly runner?: string | undefined
  readonly isDry?: boolean | undefined
}

/** Opens what runs commands, with its table of the nearest reprise.toml. Nothing runs in a dry run, so that needs no engine. */
export function openStageRunner({ repository, world, warn }: Project, { runner, isDry }: RunnerChoice): Promise<StageRunner> {
  const name = isDry === true ? 'process' : (runner ?? world.settings.runner)
  return openRunner(name, {
    temporary: repository.layout.temporary,
    isTerminal: process.stdin.isTTY,
    env: repository.env,
    ...(isDry === true
      ? {}
      : {
          onLeft: (address, pid) =>
            warn(`stage '${address}' was still run by the process ${pid}, which a repro that was killed has left: it is ended.`),
        }),
    ...readRunnerSettings(repository.cwd, name),
  })
}

/** The table of a runner in the nearest reprise.toml. Throws INVALID_PARAMETER_VALUE for what is none. */
export function readRunnerSettings(folder: string, name: string): Pick<RunnerSurroundings, 'settings' | 'source' | 'folder'> {
  const file = findSettingsFile(folder)
  const source = `[runners.${name}] of ${file?.path ?? 'reprise.toml'}`
  const tables = file?.document['runners'] ?? {}
  const settings = isTable(tables) ? (tables[name] ?? {}) : undefined
  if (isTable(settings)) return { settings, source, folder: file === undefined ? folder : dirname(file.path) }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${source} must be a table.`)
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
