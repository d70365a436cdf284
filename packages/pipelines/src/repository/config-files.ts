import { mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { Variables } from '@reprise/capture/git'
import {
  checkConfig,
  type CheckedConfig,
  type ConfigSection,
  mergeConfigs,
  parseConfig,
  printConfig,
  resolvePaths,
} from '../config/index.ts'
import { decodeText, replaceFile, toFileError } from '../paths/index.ts'
import type { ProjectLayout } from '../project/index.ts'

/** Where options are kept, later ones above earlier ones. */
export type ConfigLevel = 'system' | 'global' | 'repo' | 'local'

/** The file of each level; without a project, of those that are the user's and the machine's. */
export function configPaths(env: Variables, layout?: ProjectLayout): ReadonlyMap<ConfigLevel, string> {
  const system = env['DVC_SYSTEM_CONFIG_DIR'] || join((env['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':')[0] ?? '/etc/xdg', 'dvc')
  const global = env['DVC_GLOBAL_CONFIG_DIR'] || join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'dvc')
  return new Map([
    ['system', join(system, 'config')],
    ['global', join(global, 'config')],
    ...(layout === undefined
      ? []
      : [['repo', layout.config] as [ConfigLevel, string], ['local', layout.localConfig] as [ConfigLevel, string]]),
  ])
}

/** The options of one file, paths as they are written; empty where there is none. Throws INVALID_PARAMETER_VALUE with the line that is wrong. */
export function readConfigFile(path: string): ConfigSection {
  try {
    return parseConfig(decodeText(readFileSync(path), path))
  } catch (error) {
    if (error instanceof RepriseError) throw new RepriseError(error.code, error.message, { hint: `It stands in ${path}.`, cause: error })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return new Map()
    throw toFileError(error, path)
  }
}

/** All levels as one, paths absolute. Throws INVALID_PARAMETER_VALUE, in DVC's words, for what is no option. */
export function readConfigs(paths: ReadonlyMap<ConfigLevel, string>): CheckedConfig {
  return checkConfig(mergeConfigs([...paths.values()].map((path) => resolvePaths(readConfigFile(path), dirname(path)))))
}

/** Writes one file at once. */
export function writeConfigFile(path: string, config: ConfigSection): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw toFileError(error, path)
  }
  replaceFile(path, printConfig(config))
}
