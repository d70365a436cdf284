import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a folder was like when everything in it was as a manifest says. */
export interface KnownCheck {
  readonly folder: string
  readonly includePatterns: readonly string[]
  readonly excludePatterns: readonly string[]
  /** As `nameTreeState` gives it. */
  readonly state: string
}

/** How names of its files begin. */
export const knownCheckPrefix = 'checked-'

/** Checks that found everything as recorded, each in a file of its own. What is lost or damaged is checked again. */
export class KnownChecks {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  find(key: string): KnownCheck | undefined {
    try {
      const known = JSON.parse(readFileSync(this.#fileOf(key), 'utf8')) as unknown
      return isKnownCheck(known) ? known : undefined
    } catch {
      return undefined
    }
  }

  /** Replaces the file as a whole. Where it can not be written, the next check takes longer, and nothing else. */
  add(key: string, check: KnownCheck): void {
    const file = this.#fileOf(key)
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      writeWhole(file, JSON.stringify(check))
    } catch {
      // Read-only, full, or something else stands there.
    }
  }

  #fileOf(key: string): string {
    return join(this.#folder, `${knownCheckPrefix}${key}`)
  }
}

function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}.new`
  try {
    writeFileSync(unfinished, text, { flag: 'wx', mode: 0o600 })
    renameSync(unfinished, file)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function isKnownCheck(value: unknown): value is KnownCheck {
  if (typeof value !== 'object' || value === null) return false
  const { folder, includePatterns, excludePatterns, state } = value as Partial<Record<keyof KnownCheck, unknown>>
  return typeof folder === 'string' && typeof state === 'string' && [includePatterns, excludePatterns].every(isTexts)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
