import { dirname } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import {
  checkConfig,
  type ConfigSection,
  isPathOption,
  mergeConfigs,
  normalizePaths,
  resolvePaths,
  setOption,
  toStoredPath,
  unsetOption,
  type OptionName,
} from '../config/index.ts'
import { type ConfigLevel, readConfigFile, writeConfigFile } from './config-files.ts'

/** The options of all levels, as they are read and changed one by one; they may be wrong, so that they can be mended. */
export class ConfigLevels {
  readonly paths: ReadonlyMap<ConfigLevel, string>
  readonly #cwd: string

  /** @param cwd what paths that a user types count from */
  constructor(paths: ReadonlyMap<ConfigLevel, string>, cwd: string) {
    this.paths = paths
    this.#cwd = cwd
  }

  /** One level, or all of them as one, with absolute paths. Throws INVALID_PARAMETER_VALUE for a level that there is not outside of a project. */
  read(level?: ConfigLevel): ConfigSection {
    return level === undefined ? this.#merge([...this.paths.keys()]) : this.#resolve(level)
  }

  /** All levels below one, with the change that is being made to that one. */
  readWith(level: ConfigLevel, config: ConfigSection): ConfigSection {
    return mergeConfigs([this.#merge(this.#below(level)), resolvePaths(config, this.#folder(level))])
  }

  /**
   * Changes a level, by default that of the project. What the change throws, and what it makes wrong of this and the levels below, leaves the file
   * as it was; what becomes wrong of levels above is thrown after it was written, as DVC has it.
   */
  edit(level: ConfigLevel | undefined, change: (config: ConfigSection) => void): void {
    const edited = level ?? 'repo'
    const path = this.#path(edited)
    const config = normalizePaths(readConfigFile(path), dirname(path))
    const merged = this.#merge(this.#below(edited))
    change(config)
    checkConfig(mergeConfigs([merged, resolvePaths(config, dirname(path))]))
    writeConfigFile(path, config)
    checkConfig(this.read())
  }

  /** Sets an option, or with no value takes it away. */
  set(level: ConfigLevel | undefined, name: OptionName, value: string | undefined): void {
    this.edit(level, (config) => {
      if (value === undefined) unsetOption(config, name)
      else setOption(config, name, this.toStored(level, name, value))
    })
  }

  /** A value as it is kept: paths count from the folder of the file. */
  toStored(level: ConfigLevel | undefined, name: OptionName, value: string): string {
    if (!isPathOption(name.kind ?? name.section, name.option)) return value
    return toStoredPath(value, { cwd: this.#cwd, folder: this.#folder(level ?? 'repo') })
  }

  #merge(levels: readonly ConfigLevel[]): ConfigSection {
    return mergeConfigs(levels.map((level) => this.#resolve(level)))
  }

  #resolve(level: ConfigLevel): ConfigSection {
    const path = this.#path(level)
    return resolvePaths(readConfigFile(path), dirname(path))
  }

  #below(level: ConfigLevel): ConfigLevel[] {
    const levels = [...this.paths.keys()]
    return levels.slice(0, levels.indexOf(level))
  }

  #folder(level: ConfigLevel): string {
    return dirname(this.#path(level))
  }

  #path(level: ConfigLevel): string {
    const path = this.paths.get(level)
    if (path === undefined)
      throw new RepriseError('INVALID_PARAMETER_VALUE', 'configuration error - config file error: Not inside a DVC repo')
    return path
  }
}
