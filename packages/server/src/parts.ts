import type { ArtifactStore } from '@reprise/objects'
import type { Store } from '@reprise/storage'
import type { FastifyBaseLogger } from 'fastify'
import type { WebhookSettings } from './webhooks/index.ts'

/** What a server is made of. Whoever makes the parts also closes them, after the server. */
export interface ServerParts {
  readonly store: Store
  readonly artifacts: ArtifactStore
  readonly log: FastifyBaseLogger
  /** Of the product, for `/version`. */
  readonly version: string
  /** Names besides localhost and IP addresses under which the server may be asked; `*` is any. */
  readonly allowedHosts?: readonly string[]
  /** Bytes of a JSON body; default 32 MiB. */
  readonly bodyBytes?: number
  /** The folder of the web interface, with its `index.html`; without one, `/` says how to log to the server. */
  readonly web?: string
  /** Milliseconds after which work that takes minutes says that it goes on; default 55,000. */
  readonly signOfLife?: number
  /** How webhooks are sent, where it is not as usual. */
  readonly webhooks?: Partial<WebhookSettings>
}

/** A server that answers. */
export interface RunningServer {
  /** `http://host:port`, with the port that was taken when 0 was asked for. */
  readonly url: string
  /** Stops taking requests, finishes those under way, ends live feeds. Idempotent. */
  close(): Promise<void>
}
