/** What the page of experiments shows, as it stands in the query string. */
export interface ExperimentsView {
  /** Words of names. */
  readonly q?: string | undefined
  readonly deleted?: true | undefined
  /** What they are ordered by, with `-` for the greatest first; the one that was changed last first where absent. */
  readonly order?: ExperimentsOrder | undefined
}

export const orders = ['name', '-name', 'changed', '-changed', 'created', '-created'] as const
export type ExperimentsOrder = (typeof orders)[number]

/** Takes from a query string what makes sense, and leaves the rest. */
export function readExperimentsView({ q, deleted, order }: Record<string, unknown>): ExperimentsView {
  const known = orders.find((one) => one === order)
  return {
    ...(typeof q === 'string' ? { q } : {}),
    ...(deleted === true ? { deleted } : {}),
    ...(known === undefined ? {} : { order: known }),
  }
}
