import type { ConfigLevel, ConfigLevels } from '@reprise/pipelines'
import { getOption, setOption, type ConfigSection } from '@reprise/pipelines/config'
import { toServerRemote } from '@reprise/pipelines/remotes'
import { RepriseError } from '@reprise/protocol'
import { levelOf, type LevelOptions, openConfig, projectExitCodes, ProjectFailure, type Voice } from '../../project/index.ts'

const defaultRemote = { kind: undefined, section: 'core', option: 'remote' }

export async function addRemote(
  voice: Voice,
  [given, url]: [string, string],
  options: LevelOptions & { readonly default?: boolean; readonly force?: boolean },
): Promise<void> {
  const name = given.toLowerCase()
  if (options.default === true) voice.say(`Setting '${name}' as a default remote.`)
  const levels = await openConfig()
  const level = levelOf(options)
  levels.edit(level, (config) => {
    if (remotesOf(config).has(name) && options.force !== true)
      throw configError(`remote '${name}' already exists. Use \`-f|--force\` to overwrite it.`)
    const server = toServerRemote(url)
    // One on our own server is written down as what DVC understands, too.
    if (server !== undefined) setRemote(config, name, new Map(Object.entries(server)))
    else setRemote(config, name, new Map([['url', levels.toStored(level, { kind: 'remote', section: name, option: 'url' }, url)]]))
    if (options.default === true) setOption(config, defaultRemote, name)
  })
}

export async function chooseDefault(
  voice: Voice,
  [given]: [string | undefined],
  options: LevelOptions & { readonly unset?: boolean },
): Promise<number | undefined> {
  const levels = await openConfig()
  const level = levelOf(options)
  if (given === undefined && options.unset !== true) return printDefault(voice, levels.read(level))
  levels.edit(level, (config) => {
    if (options.unset === true) return forgetDefault(config)
    const name = String(given).toLowerCase()
    if (!remotesOf(levels.readWith(level ?? 'repo', config)).has(name)) throw configError('default remote must be present in remote list.')
    setOption(config, defaultRemote, name)
  })
  return undefined
}

function printDefault(voice: Voice, config: ConfigSection): number {
  const name = getOption(config, defaultRemote)
  if (voice.isJson) voice.printJson({ default: name ?? null })
  else voice.print(name === undefined ? 'No default remote set\n' : `${String(name)}\n`)
  return name === undefined ? 1 : 0
}

export async function listRemotes(voice: Voice, _args: [], options: LevelOptions): Promise<void> {
  const config = (await openConfig()).read(levelOf(options))
  const chosen = getOption(config, defaultRemote)
  const remotes = [...remotesOf(config)].map(([name, section]) => ({ name, url: String(urlOf(section)), isDefault: name === chosen }))
  if (voice.isJson) return voice.printJson(remotes.map(({ name, url, isDefault }) => ({ name, url, default: isDefault })))
  for (const { name, url, isDefault } of remotes) voice.print(`${name}\t${url}${isDefault ? '\t(default)' : ''}\n`)
}

export async function modifyRemote(
  _voice: Voice,
  [given, option, value]: [string, string, string | undefined],
  options: LevelOptions & { readonly unset?: boolean },
): Promise<void> {
  if (value === undefined && options.unset !== true)
    throw new ProjectFailure('the following arguments are required: value', { exitCode: projectExitCodes.usage, hint: 'Or --unset.' })
  const levels = await openConfig()
  const level = levelOf(options)
  const name = { kind: 'remote', section: given.toLowerCase(), option: option.toLowerCase() }
  levels.edit(level, (config) => {
    if (!remotesOf(levels.readWith(level ?? 'repo', config)).has(name.section)) throw missing(name.section)
    if (value !== undefined && options.unset !== true) return setOption(config, name, levels.toStored(level, name, value))
    const section = remotesOf(config).get(name.section)
    if (section instanceof Map) section.delete(name.option)
  })
}

export async function renameRemote(_voice: Voice, [given, next]: [string, string], options: LevelOptions): Promise<void> {
  const name = given.toLowerCase()
  const levels = await openConfig()
  const level = levelOf(options)
  if (remotesOf(levels.read()).has(next)) throw configError(`Rename failed. Remote name '${next}' already exists.`)
  levels.edit(level, (config) => {
    const section = remotesOf(config).get(name)
    if (!(section instanceof Map)) throw missing(name)
    setRemote(config, next, section)
    remotesOf(config).delete(name)
    if (getOption(config, defaultRemote) === name) setOption(config, defaultRemote, next)
  })
  editAbove(levels, level, name, (config) => setOption(config, defaultRemote, next))
}

export async function removeRemote(_voice: Voice, [given]: [string], options: LevelOptions): Promise<void> {
  const name = given.toLowerCase()
  const levels = await openConfig()
  const level = levelOf(options)
  levels.edit(level, (config) => {
    if (!remotesOf(config).delete(name)) throw missing(name)
  })
  editAbove(levels, level, name, forgetDefault)
  levels.edit(level, (config) => {
    if (getOption(config, defaultRemote) === name) forgetDefault(config)
  })
}

/** Where a level above names the remote as the default, it is changed there, too. */
function editAbove(levels: ConfigLevels, level: ConfigLevel = 'repo', name: string, change: (config: ConfigSection) => void): void {
  const all = [...levels.paths.keys()]
  for (const above of all.slice(all.indexOf(level) + 1).toReversed())
    if (getOption(levels.read(above), defaultRemote) === name) levels.edit(above, change)
}

function remotesOf(config: ConfigSection): ConfigSection {
  const remotes = config.get('remote')
  return remotes instanceof Map ? remotes : new Map()
}

function setRemote(config: ConfigSection, name: string, section: ConfigSection): void {
  const remotes = remotesOf(config)
  config.set('remote', remotes)
  remotes.set(name, section)
}

function urlOf(section: unknown): unknown {
  return section instanceof Map ? (section.get('url') ?? '') : ''
}

function forgetDefault(config: ConfigSection): void {
  const core = config.get('core')
  if (core instanceof Map) core.delete('remote')
}

function missing(name: string): RepriseError {
  return configError(`remote '${name}' doesn't exist.`)
}

function configError(problem: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `configuration error - config file error: ${problem}`)
}
