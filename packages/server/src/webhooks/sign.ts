import { createHmac } from 'node:crypto'

/** One request to a receiver. */
export interface Message {
  /** The same in every attempt. */
  readonly id: string
  /** Seconds since 1970, of this attempt. */
  readonly time: number
  readonly body: string
}

const STANDARD_PREFIX = 'whsec_'

/**
 * The headers that name a message and, with a secret, sign it: those of MLflow, and those of the Standard Webhooks specification. Both sign
 * `id.time.body` with HMAC-SHA256. MLflow's key is the secret as text. So is the other one's, but for a secret that begins with `whsec_`: there it is the bytes
 * that the rest is the Base64 of, as the specification has it.
 */
export function signedHeaders({ id, time, body }: Message, secret: string | undefined): Record<string, string> {
  const named = { 'X-MLflow-Delivery-Id': id, 'X-MLflow-Timestamp': String(time), 'webhook-id': id, 'webhook-timestamp': String(time) }
  if (secret === undefined || secret === '') return named
  const content = `${id}.${time}.${body}`
  const standardKey = secret.startsWith(STANDARD_PREFIX) ? Buffer.from(secret.slice(STANDARD_PREFIX.length), 'base64') : secret
  return { ...named, 'X-MLflow-Signature': signature(secret, content), 'webhook-signature': signature(standardKey, content) }
}

function signature(key: string | Buffer, content: string): string {
  return `v1,${createHmac('sha256', key).update(content, 'utf8').digest('base64')}`
}
