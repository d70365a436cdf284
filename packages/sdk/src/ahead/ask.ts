import type { IncomingMessage } from 'node:http'
import { type Authentication, authorizationOf, readServerUrl } from '@reprise/client/address'

/** Asks one of MLflow's endpoints: GET without a body, else POST. Rejects for every answer but 200. */
export type Ask = <Answer>(path: string, body?: object, headers?: Readonly<Record<string, string>>) => Promise<Answer>

const PREFIX = '/api/2.0/mlflow/'

/** Over connections that are closed after the answer. `timeout` in milliseconds, of all requests together. */
export function createAsk(server: string, { auth, timeout }: { readonly auth: Authentication | undefined; readonly timeout: number }): Ask {
  const { url, auth: own } = readServerUrl(server)
  const authorization = authorizationOf(auth ?? own)
  const signal = AbortSignal.timeout(timeout)
  // Not by `import`: that would look at all that the module exports, `WebSocket` included, which takes as long as all of this.
  const { request } = process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http')
  return async (path, body, headers = {}) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const sent = {
      ...headers,
      ...(authorization === undefined ? {} : { authorization }),
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    }
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url + PREFIX + path, { method: text === undefined ? 'GET' : 'POST', headers: sent, agent: false, signal })
        .on('response', resolve)
        .on('error', reject)
        .end(text)
    })
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk as Buffer)
    if (response.statusCode !== 200) throw new Error(`${response.statusCode}`)
    return JSON.parse(Buffer.concat(chunks).toString())
  }
}
