import { RepriseError } from '@reprise/protocol/errors'

/** A value with commas is a list. */
export type ConfigValue = string | readonly string[]

/** A section, or a whole file. Names are in lower case, as DVC reads them. */
export type ConfigSection = Map<string, ConfigValue | ConfigSection>

/** Sections whose headers carry a name: `['remote "r"']`. They are kept by kind and name. */
export const namedSections = ['remote', 'machine', 'db'] as const

export function isSection(value: ConfigValue | ConfigSection | undefined): value is ConfigSection {
  return value instanceof Map
}

/** The section of that name, made where there is none; a value in its place is replaced. */
export function sectionIn(parent: ConfigSection, name: string): ConfigSection {
  const found = parent.get(name)
  if (isSection(found)) return found
  const created: ConfigSection = new Map()
  parent.set(name, created)
  return created
}

export function configError(problem: string, cause?: unknown): RepriseError {
  return new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `configuration error - config file error: ${problem}`,
    cause === undefined ? {} : { cause },
  )
}
