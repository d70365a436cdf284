import { RepriseError } from '@reprise/protocol/errors'
import { configError, isSection, sectionIn, type ConfigSection, type ConfigValue } from './document.ts'
import { sectionOptions } from './schema.ts'

/** An option as the command line names it: `core.remote`, `remote.r.url`. */
export interface OptionName {
  /** `remote` or `db` where the section has a name of its own. */
  readonly kind: string | undefined
  readonly section: string
  readonly option: string
}

/** @throws RepriseError INVALID_PARAMETER_VALUE where it names no option */
export function parseOptionName(name: string): OptionName {
  const match = /^(?:(remote|db)\.)?([^.]*)\.([^.]*)$/.exec(name)
  if (match === null) {
    const message = 'name argument should look like remote.name.option or db.name.option or section.option'
    throw new RepriseError('INVALID_PARAMETER_VALUE', message)
  }
  return { kind: match[1], section: (match[2] ?? '').toLowerCase(), option: (match[3] ?? '').toLowerCase() }
}

/** The value of an option; undefined where it is not set. */
export function getOption(config: ConfigSection, name: OptionName): ConfigValue | undefined {
  const section = parentOf(config, name.kind)?.get(name.section)
  const value = isSection(section) ? section.get(name.option) : undefined
  return isSection(value) ? undefined : value
}

export function setOption(config: ConfigSection, name: OptionName, value: ConfigValue): void {
  const parent = name.kind === undefined ? config : sectionIn(config, name.kind)
  sectionIn(parent, name.section).set(name.option, value)
}

/** @throws RepriseError INVALID_PARAMETER_VALUE where section or option is missing */
export function unsetOption(config: ConfigSection, name: OptionName): void {
  const section = parentOf(config, name.kind)?.get(name.section)
  const what = name.kind ?? 'section'
  if (!isSection(section) && !(name.kind === undefined && Object.hasOwn(sectionOptions, name.section)))
    throw configError(`${what} '${name.section}' doesn't exist`)
  if (!isSection(section) || !section.delete(name.option))
    throw configError(`option '${name.option}' doesn't exist in ${what} '${name.section}'`)
}

/** Every option that is set, by its full name, in the order of the file. */
export function listOptions(config: ConfigSection, prefix = ''): [string, ConfigValue][] {
  return [...config].flatMap(([name, value]) =>
    isSection(value) ? listOptions(value, `${prefix}${name}.`) : [[prefix + name, value] as [string, ConfigValue]],
  )
}

/** The configuration of several files, later ones above earlier ones: system, global, repository, local. */
export function mergeConfigs(configs: readonly ConfigSection[]): ConfigSection {
  const result: ConfigSection = new Map()
  for (const config of configs) mergeInto(result, config)
  return result
}

function mergeInto(into: ConfigSection, update: ConfigSection): void {
  for (const [name, value] of update) {
    if (isSection(value)) mergeInto(sectionIn(into, name), value)
    else into.set(name, value)
  }
}

function parentOf(config: ConfigSection, kind: string | undefined): ConfigSection | undefined {
  if (kind === undefined) return config
  const parent = config.get(kind)
  return isSection(parent) ? parent : undefined
}
