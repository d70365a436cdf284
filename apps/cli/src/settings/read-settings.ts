import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { parse } from 'smol-toml'
import { type Setting, settingsTable } from './table.ts'

type Table = typeof settingsTable
type WithFallback = { [Name in keyof Table]: Table[Name] extends { readonly fallback: string } ? Name : never }[keyof Table]

/** The value of every setting; those without a default may be missing. */
export type Settings = { readonly [Name in WithFallback]: string } & { readonly [Name in Exclude<keyof Table, WithFallback>]: string | undefined }

/** Where settings are read from. */
export interface SettingsSource {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where the search for reprise.toml begins. */
  readonly folder: string
}

/** Reads every setting by the order that `settingsTable` documents. */
export function readSettings({ environment, folder }: SettingsSource): Settings {
  const file = findUpwards(folder, 'reprise.toml')
  const document = file === undefined ? {} : readToml(file)
  const entries = Object.entries(settingsTable as Record<string, Setting>).map(([name, setting]) => {
    const fromEnvironment = setting.variables.map((variable) => environment[variable]).find((value) => value !== undefined && value !== '')
    return [name, fromEnvironment ?? lookUp(document, setting.key, file) ?? setting.fallback] as const
  })
  return Object.fromEntries(entries) as Settings
}

function findUpwards(folder: string, name: string): string | undefined {
  const file = join(folder, name)
  if (existsSync(file)) return file
  const parent = dirname(folder)
  return parent === folder ? undefined : findUpwards(parent, name)
}

function readToml(file: string): Record<string, unknown> {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${file} can not be read: ${(error as Error).message}`, { cause: error })
  }
}

function lookUp(document: Record<string, unknown>, key: string, file: string | undefined): string | undefined {
  const value = key.split('.').reduce<unknown>((place, part) => (isTable(place) ? place[part] : undefined), document)
  if (value === undefined) return undefined
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',')
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${key} in ${file} must be a text or a number.`)
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
