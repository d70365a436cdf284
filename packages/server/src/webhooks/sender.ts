import { randomUUID } from 'node:crypto'
import { RepriseError } from '@reprise/protocol'
import { createAddressRules } from './address-rules.ts'
import { post, type ReceiverAnswer } from './post.ts'
import { createSecretBox } from './secret-box.ts'
import type { WebhookSettings } from './settings.ts'
import { signedHeaders } from './sign.ts'

/** A message and whom it is for. */
export interface Envelope {
  readonly id: string
  readonly url: string
  /** As it is kept. */
  readonly secret: string | undefined
  readonly body: string
}

/** Sends single messages, signed, to hosts that may be told. */
export interface Sender {
  /** Throws INVALID_PARAMETER_VALUE for a URL whose host may not be told. */
  assertUrl(url: string): void
  seal(secret: string): string
  /** Rejects with one line that says why there is no answer; nothing secret is in it. */
  send(envelope: Envelope, signal: AbortSignal): Promise<ReceiverAnswer>
}

export function createSender({ key, allow, timeout }: WebhookSettings, version: string): Sender {
  const box = createSecretBox(key)
  const rules = createAddressRules(allow)
  return {
    assertUrl: (url) => {
      const parsed = URL.parse(url)
      if (parsed !== null) rules.assertUrl(parsed)
    },
    seal: (secret) => box.seal(secret),
    send: async ({ id, url, secret, body }, signal) => {
      const message = { id, body, time: Math.floor(Date.now() / 1_000) }
      const headers = { ...signedHeaders(message, secret === undefined ? undefined : box.open(secret)), 'user-agent': `Reprise/${version}` }
      const late = AbortSignal.timeout(timeout)
      try {
        return await post({ url, headers, body }, rules, AbortSignal.any([signal, late]))
      } catch (error) {
        if (late.aborted)
          throw new RepriseError('TEMPORARILY_UNAVAILABLE', `There was no answer within ${timeout / 1_000} s.`, { cause: error })
        if (signal.aborted)
          throw new RepriseError('TEMPORARILY_UNAVAILABLE', 'The server stopped before there was an answer.', { cause: error })
        throw error
      }
    },
  }
}

export function newDeliveryId(): string {
  return randomUUID().replaceAll('-', '')
}

/** Why there was no answer, in one line. Node.js leaves the message empty where several addresses were tried. */
export function describeSendFailure(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(describeSendFailure))].join('; ')
  return error instanceof Error ? error.message || error.name : String(error)
}
