import { repr } from '../python/index.ts'
import { WrongOption, type OptionCheck, type Setting } from './checks.ts'
import { configError, isSection, type ConfigSection, type ConfigValue } from './document.ts'
import { namedOptions, remoteOptions, sectionOptions, type OptionChecks } from './schema.ts'

/** Options by name, read as what they are. */
export type Settings = ReadonlyMap<string, Setting>

/** A configuration that was merged and checked. */
export interface CheckedConfig {
  readonly sections: ReadonlyMap<string, Settings>
  readonly remotes: ReadonlyMap<string, Settings>
  readonly named: ReadonlyMap<string, ReadonlyMap<string, Settings>>
}

/** @throws RepriseError INVALID_PARAMETER_VALUE for an unknown section or option, a wrong value, or a remote without a URL, in DVC's words */
export function checkConfig(config: ConfigSection): CheckedConfig {
  const sections = new Map<string, Settings>()
  const named = new Map<string, Map<string, Settings>>()
  for (const [name, section] of config) {
    if (!isSection(section)) throw unknown([name])
    const checks = namedOptions[name]
    if (name === 'remote' || checks !== undefined) named.set(name, checkNamed(name, section, checks))
    else if (Object.hasOwn(sectionOptions, name)) sections.set(name, checkSection(section, sectionOptions[name] ?? 'any', [name]))
    else throw unknown([name])
  }
  return { sections, named, remotes: named.get('remote') ?? new Map<string, Settings>() }
}

function checkNamed(kind: string, sections: ConfigSection, checks: OptionChecks | undefined): Map<string, Settings> {
  const result = new Map<string, Settings>()
  for (const [name, section] of sections) {
    if (!isSection(section)) throw wrong('expected a dictionary', [kind, name])
    result.set(name, checkSection(section, checks ?? checksOfRemote(section, [kind, name]), [kind, name]))
  }
  return result
}

function checksOfRemote(section: ConfigSection, path: readonly string[]): OptionChecks | 'any' {
  const url = section.get('url')
  if (typeof url !== 'string') throw wrong(url === undefined ? "expected 'url'" : 'expected str', path)
  const scheme = /^([a-zA-Z][-+.\w]*):\/\/[^/?#]+/.exec(url)?.[1]?.toLowerCase() ?? ''
  const checks = Object.hasOwn(remoteOptions, scheme) ? remoteOptions[scheme] : undefined
  if (checks === undefined) throw wrong(`Unsupported URL type ${scheme}://`, path)
  return checks
}

function checkSection(section: ConfigSection, checks: OptionChecks | 'any', path: readonly string[]): Settings {
  const result = new Map<string, Setting>()
  for (const [option, value] of section) {
    if (checks === 'any') {
      if (!isSection(value)) result.set(option, value)
      continue
    }
    const check = Object.hasOwn(checks, option) ? checks[option] : undefined
    if (check === undefined || isSection(value)) throw unknown([...path, option])
    result.set(option, readOption(value, check, [...path, option]))
  }
  return result
}

function readOption(value: ConfigValue, check: OptionCheck, path: readonly string[]): Setting {
  try {
    return check(value)
  } catch (error) {
    if (error instanceof WrongOption) throw wrong(error.message, path)
    throw error
  }
}

function unknown(path: readonly string[]): Error {
  return configError(`extra keys not allowed @ ${place(path)}`)
}

function wrong(problem: string, path: readonly string[]): Error {
  return configError(`${problem} for dictionary value @ ${place(path)}`)
}

function place(path: readonly string[]): string {
  return `data${path.map((name) => `[${repr(name)}]`).join('')}`
}
