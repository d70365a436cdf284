import { createClient } from '@reprise/client'

/** The server that served this page. Everything the interface shows comes through this client. */
export const client = createClient({ url: location.origin, retries: 1 })
