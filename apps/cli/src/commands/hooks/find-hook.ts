import type { Client } from '@reprise/client'
import type { Webhook } from '@reprise/protocol'
import { RepriseError } from '@reprise/protocol/errors'

const PAGE = 1_000

export async function readHooks(client: Client): Promise<Webhook[]> {
  const hooks: Webhook[] = []
  let token: string | undefined
  do {
    const page = await client.listWebhooks({ max_results: PAGE, page_token: token })
    hooks.push(...page.webhooks)
    token = page.next_page_token
  } while (token !== undefined)
  return hooks
}

/** A webhook by id or name. Throws when there is none, or when several have the name. */
export async function findHook(client: Client, idOrName: string): Promise<Webhook> {
  const hooks = await readHooks(client)
  const byId = hooks.find(({ webhook_id: id }) => id === idOrName)
  if (byId !== undefined) return byId
  const [found, ...others] = hooks.filter(({ name }) => name === idOrName)
  if (found === undefined) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no webhook with id or name ${JSON.stringify(idOrName)}.`, {
      hint: 'reprise hooks list shows what there is.',
    })
  }
  if (others.length === 0) return found
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${others.length + 1} webhooks are called ${JSON.stringify(idOrName)}.`, {
    hint: `Name one by its id: ${[found, ...others].map(({ webhook_id: id }) => id).join(', ')}`,
  })
}
