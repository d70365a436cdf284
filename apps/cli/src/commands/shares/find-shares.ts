import type { Client } from '@reprise/client'
import { RepriseError, type Share } from '@reprise/protocol'

const TOKEN = 43
const SHORTEST = 6

/** All links that were not revoked, the newest first. */
export async function readShares(client: Client, run_id?: string): Promise<Share[]> {
  const found: Share[] = []
  let page_token: string | undefined
  do {
    const page = await client.listShares({ run_id, page_token })
    found.push(...page.shares)
    page_token = page.next_page_token
  } while (page_token !== undefined)
  return found
}

/** What is meant by a link, its token, an id of a share, or the beginning of an id. */
export async function findShare(client: Client, given: string): Promise<{ readonly token: string } | { readonly share_id: string }> {
  const text = given.replace(/^.*\/s\//, '').replace(/[#?].*$/, '')
  if (text.length >= TOKEN) return { token: text }
  const [only, ...others] = text.length < SHORTEST ? [] : (await readShares(client)).filter(({ share_id: id }) => id.startsWith(text))
  if (only === undefined)
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', 'There is no such share.', { hint: 'List them: reprise shares list' })
  if (others.length === 0) return { share_id: only.share_id }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${text} is the beginning of several ids.`, { hint: 'Give more of it.' })
}
