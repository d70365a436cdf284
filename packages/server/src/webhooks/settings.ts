/** How webhooks are sent. */
export interface WebhookSettings {
  /** Text that the key is made from with which secrets are encrypted in the store; without one they are kept as they are. */
  readonly key: string | undefined
  /**
   * Hosts that may be told, if not any: names, `*.example.org`, addresses, networks such as `10.0.0.0/8`. Addresses of one link, where clouds give away keys,
   * are refused unless they are listed.
   */
  readonly allow: readonly string[]
  /** Milliseconds until an attempt without an answer is given up. */
  readonly timeout: number
  /** How often a delivery is tried before it is given up. With pauses of up to 15 minutes, 100 attempts take about a day. */
  readonly attempts: number
  /** Milliseconds before the second attempt; each next pause is twice as long. */
  readonly firstPause: number
  /** Events that may wait; beyond, the oldest are given up. */
  readonly mostPending: number
  /** Milliseconds for which is known what became of a delivery. */
  readonly keepFor: number
}

export const defaultWebhookSettings: WebhookSettings = {
  key: undefined,
  allow: [],
  timeout: 10_000,
  attempts: 100,
  firstPause: 1_000,
  mostPending: 100_000,
  keepFor: 7 * 24 * 60 * 60 * 1_000,
}
