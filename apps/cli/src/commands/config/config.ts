import { relative } from 'node:path'
import type { ConfigLevel, ConfigLevels } from '@reprise/pipelines'
import { getOption, listOptions, parseOptionName, unsetOption, type ConfigValue, type OptionName } from '@reprise/pipelines/config'
import { findRoot } from '@reprise/pipelines/project'
import { repr } from '@reprise/pipelines/python'
import { levelOf, type LevelOptions, openConfig, projectExitCodes, ProjectFailure, type Voice } from '../../project/index.ts'

export interface ConfigOptions extends LevelOptions {
  readonly unset?: boolean
  readonly list?: boolean
  readonly showOrigin?: boolean
}

export async function configure(
  voice: Voice,
  [name, value]: [string | undefined, string | undefined],
  options: ConfigOptions,
): Promise<void> {
  const { list = false, unset = false, showOrigin = false } = options
  if (showOrigin && (value !== undefined || unset))
    throw refuse("--show-origin can't be used together with any of these options: -u/--unset, value")
  if (list && (name !== undefined || unset))
    throw refuse("-l/--list can't be used together with any of these options: -u/--unset, name, value")
  const levels = await openConfig()
  const level = levelOf(options)
  if (list) return listAll(voice, levels, { level, showOrigin })
  if (name === undefined) throw refuse('name argument is required')
  const option = toOptionName(name)
  if (value === undefined && !unset) return printOne(voice, levels, { name: option, level, showOrigin })
  levels.set(level, option, unset ? undefined : value)
  if (voice.isJson) voice.printJson({ [name]: unset ? null : value })
}

function listAll(voice: Voice, levels: ConfigLevels, { level, showOrigin }: Where): void {
  const found = (level === undefined ? [...levels.paths.keys()] : [level]).flatMap((one) =>
    listOptions(levels.read(one)).map(([name, value]) => ({ level: one, file: fileOf(levels, one), name, value })),
  )
  if (voice.isJson) return voice.printJson(found)
  for (const { file, name, value } of found) voice.print(`${showOrigin ? `${file}\t` : ''}${name}=${print(value)}\n`)
}

interface Where {
  readonly level: ConfigLevel | undefined
  readonly showOrigin: boolean
}

function printOne(voice: Voice, levels: ConfigLevels, { name, level, showOrigin }: Where & { readonly name: OptionName }): void {
  for (const one of level === undefined ? [...levels.paths.keys()].toReversed() : [level]) {
    const value = getOption(levels.read(one), name)
    if (value === undefined) continue
    if (voice.isJson) return voice.printJson({ level: one, file: fileOf(levels, one), value })
    return voice.print(`${showOrigin ? `${fileOf(levels, one)}\t` : ''}${print(value)}\n`)
  }
  // Says what is missing.
  if (level !== undefined) unsetOption(levels.read(level), name)
  if (voice.isJson) voice.printJson({ value: null })
}

function fileOf(levels: ConfigLevels, level: ConfigLevel): string {
  const path = levels.paths.get(level) ?? ''
  return level === 'system' || level === 'global' ? path : relative(findRoot(process.cwd()).root ?? process.cwd(), path)
}

function print(value: ConfigValue): string {
  return typeof value === 'string' ? value : repr([...value])
}

function toOptionName(name: string): OptionName {
  try {
    return parseOptionName(name)
  } catch (error) {
    throw new ProjectFailure(`argument name: ${error instanceof Error ? error.message : ''}`, { exitCode: projectExitCodes.usage })
  }
}

function refuse(message: string): ProjectFailure {
  return new ProjectFailure(message, { exitCode: 1 })
}
