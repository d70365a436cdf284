import { RepriseError } from '@reprise/protocol'

/**
 * The error for stored bytes that cannot be what was written. Never a 4xx: the reader did nothing wrong.
 * @param what names the row, as in `metric block 17`.
 */
export function corruption(what: string, why: string): RepriseError {
  return new RepriseError('DATA_LOSS', `${what} is damaged: ${why}`, {
    hint: 'Run `reprise store fsck`, and restore the store from a backup if it confirms this.',
  })
}
