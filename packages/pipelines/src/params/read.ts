import { createRequire } from 'node:module'
import { RepriseError } from '@reprise/protocol/errors'
import type * as Toml from 'smol-toml'
import { isMapping, jsonLoads, PythonDate, type Mapping, type Scalar, type Value } from '../python/index.ts'
import { readPythonParameters } from '../python/literals/index.ts'
import { loadYaml } from '../yaml/index.ts'

/**
 * Reads a parameter or metrics file by its extension: `.json`, `.toml`, `.py`, and YAML for everything else. An empty YAML file is an empty
 * mapping.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE that names the file, line and column
 */
export function readParameterFile(text: string, file: string): Value {
  const extension = /\.[^./]*$/.exec(file)?.[0].toLowerCase()
  if (extension === '.json') return jsonLoads(text, file)
  if (extension === '.py') return readPythonParameters(text, file)
  if (extension === '.toml') return readToml(text, file)
  const value = loadYaml(text, file)
  return isFalsy(value) ? new Map() : value
}

function isFalsy(value: Value): boolean {
  return value === null || value === '' || value === false || value === 0n || value === 0 || (Array.isArray(value) && value.length === 0)
}

function readToml(text: string, file: string): Mapping {
  // Every command reads parameters, and few projects have any in TOML.
  const { parse, TomlError } = createRequire(import.meta.url)('smol-toml') as typeof Toml
  try {
    return new Map(Object.entries(parse(text, { integersAsBigInt: true })).map(([key, member]) => [key, fromToml(member)]))
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const problem = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? ''
    const message = `unable to read: '${file}', TOML file structure is corrupted: ${problem}, in line ${error.line}, column ${error.column}`
    throw new RepriseError('INVALID_PARAMETER_VALUE', message, { cause: error })
  }
}

function fromToml(value: unknown): Value {
  if (value instanceof Date) return fromTomlDate(value as Toml.TomlDate)
  if (Array.isArray(value)) return value.map(fromToml)
  if (typeof value === 'object' && value !== null) {
    const result = new Map<Scalar, Value>()
    for (const [key, member] of Object.entries(value)) result.set(key, fromToml(member))
    return result
  }
  return value as Scalar
}

function fromTomlDate(date: Toml.TomlDate): PythonDate {
  const text = date.toISOString()
  if (date.isDate()) return new PythonDate('date', text)
  return new PythonDate(
    'datetime',
    text
      .replace('T', ' ')
      .replace(/\.0+(?=$|[-+Z])/, '')
      .replace(/Z$/, '+00:00'),
  )
}

/** The value at a dotted key: names of mappings, and numbers for items of lists; undefined where there is none. */
export function selectParameter(root: Value, key: string): Value | undefined {
  let value: Value | undefined = root
  for (const part of key.split('.')) value = step(value, part)
  return value
}

function step(value: Value | undefined, part: string): Value | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(part) ? (value as readonly Value[])[Number(part)] : undefined
  if (!isMapping(value)) return undefined
  const direct = value.get(part)
  if (direct !== undefined || !/^-?\d+$/.test(part)) return direct
  return value.get(BigInt(part))
}

/** The values of the keys that a stage names, those that are missing left out; without keys, everything at the top level. */
export function selectParameters(root: Value, keys: readonly string[]): Map<string, Value> {
  const result = new Map<string, Value>()
  if (keys.length === 0 && isMapping(root)) {
    for (const [key, value] of root) if (typeof key === 'string') result.set(key, value)
  }
  for (const key of keys) {
    const value = selectParameter(root, key)
    if (value !== undefined) result.set(key, value)
  }
  return result
}
