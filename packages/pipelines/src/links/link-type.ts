import { RepriseError } from '@reprise/protocol/errors'

/** How a file of the work tree shares its bytes with its object. */
export const linkTypes = ['reflink', 'hardlink', 'symlink', 'copy'] as const

export type LinkType = (typeof linkTypes)[number]

/** What DVC does where `cache.type` says nothing. */
export const DEFAULT_LINKS: readonly LinkType[] = ['reflink', 'copy']

/** The types that `cache.type` names, in its order. Throws INVALID_PARAMETER_VALUE for others. */
export function parseLinkTypes(value: string | readonly string[] | undefined): readonly LinkType[] {
  const names = typeof value === 'string' ? value.split(',').map((name) => name.trim().toLowerCase()) : (value ?? [])
  const bad = names.find((name) => !isLinkType(name))
  if (bad !== undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `unsupported cache type '${bad}'`, {
      hint: `cache.type is a list of ${linkTypes.join(', ')}, with commas.`,
    })
  }
  return names.length === 0 ? DEFAULT_LINKS : names.filter(isLinkType)
}

function isLinkType(name: string): name is LinkType {
  return linkTypes.some((type) => type === name)
}
