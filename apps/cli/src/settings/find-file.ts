import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type * as Toml from 'smol-toml'

/** A reprise.toml that was found. */
export interface SettingsFile {
  readonly path: string
  readonly document: Readonly<Record<string, unknown>>
}

const NAME = 'reprise.toml'

/** The reprise.toml of a folder, or the nearest one above. Throws INVALID_PARAMETER_VALUE with line and column when it is not TOML. */
export function findSettingsFile(folder: string): SettingsFile | undefined {
  const path = join(folder, NAME)
  const text = readIfThere(path)
  if (text !== undefined) return { path, document: parseToml(text, path) }
  const parent = dirname(folder)
  return parent === folder ? undefined : findSettingsFile(parent)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${path} can not be read (${String(code)}).`, { cause: error })
  }
}

function parseToml(text: string, path: string): Record<string, unknown> {
  // Most folders have none, and every command would wait for the parser.
  const { parse, TomlError } = createRequire(import.meta.url)('smol-toml') as typeof Toml
  try {
    return parse(text)
  } catch (error) {
    const place = error instanceof TomlError ? `${path}:${error.line}:${error.column}` : path
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${place}: ${why.replace(/^Invalid TOML document: /, '')}.`, {
      hint: 'It is no TOML; mend that line.',
      cause: error,
    })
  }
}
