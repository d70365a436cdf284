import type { DataSource } from './data-source.ts'
import { offerFile } from './offer-file.ts'

/** Where the original had it, on this machine. */
export const originalPlace: DataSource = {
  name: 'the place of the original',
  reach: 'machine',
  find: async function* (wanted) {
    const offer = await offerFile(wanted.original, wanted, { isOriginal: true })
    if (offer !== undefined) yield offer
  },
}
