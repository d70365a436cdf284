import { dirname, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { findSettingsFile, type SettingsFile } from './find-file.ts'
import { type Setting, type SettingName, settingsTable } from './table.ts'

type Table = typeof settingsTable
type WithFallback = { [Name in SettingName]: Table[Name] extends { readonly fallback: string } ? Name : never }[SettingName]

/** The value of every setting; those without a default may be missing. */
export type Settings = { readonly [Name in WithFallback]: string } & {
  readonly [Name in Exclude<SettingName, WithFallback>]: string | undefined
}

/** Where settings are read from. */
export interface SettingsSource {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where the search for reprise.toml begins. */
  readonly folder: string
}

/** The settings, and how they came about. Reading never throws: what is wrong is raised by the command that needs them. */
export interface SettingsReading {
  readonly settings: Settings
  /** The variable, file or `default` that each value comes from; settings without a value are absent. */
  readonly sources: ReadonlyMap<SettingName, string>
  /** Values that can not be used; their settings have the next value in the order, or the default. */
  readonly problems: readonly RepriseError[]
  /** `server.prot in /a/reprise.toml`: keys that no setting has, misspelt or of a newer release. */
  readonly unknownKeys: readonly string[]
}

interface Found {
  readonly value: string
  readonly source: string
}

/** Reads every setting by the order that `settingsTable` documents. An empty variable counts as not set. */
export function readSettings({ environment, folder }: SettingsSource): SettingsReading {
  const problems: RepriseError[] = []
  const file = attempt(() => findSettingsFile(folder), problems)
  const found = new Map<SettingName, Found>()
  for (const [name, setting] of Object.entries(settingsTable) as [SettingName, Setting][]) {
    const value =
      attempt(() => fromEnvironment(setting, environment), problems) ??
      attempt(() => (file === undefined ? undefined : fromFile(setting, file)), problems) ??
      (setting.fallback === undefined ? undefined : { value: setting.fallback, source: 'default' })
    if (value !== undefined) found.set(name, value)
  }
  return {
    settings: Object.fromEntries(Object.keys(settingsTable).map((name) => [name, found.get(name as SettingName)?.value])) as Settings,
    sources: new Map([...found].map(([name, { source }]) => [name, source])),
    problems,
    unknownKeys: file === undefined ? [] : findUnknownKeys(file),
  }
}

function attempt<T>(read: () => T, problems: RepriseError[]): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    problems.push(error)
    return undefined
  }
}

function fromEnvironment(setting: Setting, environment: SettingsSource['environment']): Found | undefined {
  const source = setting.variables.find((variable) => (environment[variable] ?? '') !== '')
  if (source === undefined) return undefined
  return { value: checkForm(environment[source] ?? '', setting, source), source }
}

function fromFile(setting: Setting, { path, document }: SettingsFile): Found | undefined {
  const value = setting.key.split('.').reduce<unknown>((place, part) => (isTable(place) ? place[part] : undefined), document)
  if (value === undefined) return undefined
  const text = checkForm(toText(value, `${setting.key} in ${path}`), setting, `${setting.key} in ${path}`)
  return { value: setting.isPlace === true && !scheme.test(text) ? resolve(dirname(path), text) : text, source: path }
}

const scheme = /^[a-z][a-z0-9+.-]+:/i

function toText(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',')
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${place} must be a text or a number.`)
}

function checkForm(value: string, { form, isSecret }: Setting, place: string): string {
  if (form === undefined || form.pattern.test(value)) return value
  throw new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `${place} is ${isSecret === true ? 'not usable' : JSON.stringify(value)}: ${form.rule}.`,
  )
}

/** Sections that are not ours may belong to other programs; inside ours, every key is a setting. */
function findUnknownKeys({ path, document }: SettingsFile): string[] {
  const known = new Set<string>(Object.values(settingsTable).map(({ key }) => key))
  const sections = new Set([...known].map((key) => key.split('.', 1)[0] ?? ''))
  return Object.entries(document)
    .filter(([section]) => sections.has(section))
    .flatMap(([section, keys]) => (isTable(keys) ? Object.keys(keys).map((key) => `${section}.${key}`) : [section]))
    .filter((key) => !known.has(key))
    .map((key) => `${key} in ${path}`)
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
