import { Option, type Command } from 'commander'
import type { ConfigLevel, ConfigLevels } from '@reprise/pipelines/repository'
import type { CommonOptions } from './project.ts'

/** Which file of options a command is about. */
export interface LevelOptions extends CommonOptions {
  readonly system?: boolean
  readonly global?: boolean
  readonly project?: boolean
  readonly local?: boolean
}

const flags: readonly (readonly [level: string, about: string])[] = [
  ['global', 'the options of this user'],
  ['system', 'the options of this machine'],
  ['project', 'the options of the project, in .dvc/config'],
  ['local', 'the options of this clone, in .dvc/config.local, not in git'],
]

export function addLevelOptions(command: Command): Command {
  for (const [level, about] of flags) {
    const others = flags.map(([name]) => name).filter((name) => name !== level)
    command.addOption(new Option(`--${level}`, about).conflicts(others))
  }
  return command
}

export function levelOf({ system, global, project, local }: LevelOptions): ConfigLevel | undefined {
  if (system === true) return 'system'
  if (global === true) return 'global'
  if (project === true) return 'repo'
  return local === true ? 'local' : undefined
}

/** The options of the project that we are in; outside of one those of the user and the machine. */
export async function openConfig(): Promise<ConfigLevels> {
  const [{ ConfigLevels: Levels, configPaths }, { findRoot, layoutOf }] = await Promise.all([
    import('@reprise/pipelines/repository'),
    import('@reprise/pipelines/project'),
  ])
  const { root } = findRoot(process.cwd())
  return new Levels(configPaths(process.env, root === undefined ? undefined : layoutOf(root)), process.cwd())
}
