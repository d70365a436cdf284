import { limits, RepriseError } from '@reprise/protocol'
import { assertLength } from './check-text.ts'

/** Throws INVALID_PARAMETER_VALUE, as the others do. */
export function checkPage(page: string): string {
  if (page.length <= limits.viewPageLength && /^[a-z][a-z0-9-]*$/.test(page)) return page
  throw new RepriseError('INVALID_PARAMETER_VALUE', `Invalid value ${JSON.stringify(page.slice(0, 60))} for parameter 'page'.`, {
    hint: `Lower-case letters, digits and hyphens, at most ${limits.viewPageLength}: runs, compare, run.`,
  })
}

/** Without the blanks around it. */
export function checkViewName(given: string): string {
  const name = given.trim()
  assertLength(name, limits.viewNameLength, 'name')
  if (name !== '' && !/\p{Cc}/u.test(name)) return name
  throw new RepriseError('INVALID_PARAMETER_VALUE', "Parameter 'name' must have a character that is seen, and no line breaks.")
}

/** A browser puts it behind a path and a question mark, which need not be sent. */
export function checkViewQuery(given: string): string {
  const query = given.replace(/^\?/, '')
  assertLength(query, limits.viewQueryLength, 'query')
  if (!/[\p{Cc}#]/u.test(query)) return query
  throw new RepriseError('INVALID_PARAMETER_VALUE', "Parameter 'query' must be a query string, without '#' and line breaks.", {
    hint: 'Encode it as in an address: %23 is #.',
  })
}
