import { existsSync } from 'node:fs'
import { checkPostgres, findHolder } from './backends/index.ts'

/** What is known of a place for a store without opening it. */
export type StoreCheck =
  | { readonly kind: 'postgres'; readonly version: string }
  /** `holder` is the process that has it open, 0 where that is not known. */
  | { readonly kind: 'file'; readonly isThere: boolean; readonly holder: number | undefined }

/**
 * Looks whether a store could be opened at a place, a path or `postgresql://…`, and makes nothing. Rejects with what to do where a database
 * can not be reached or used, and where a file can not be read.
 */
export async function checkStore(place: string): Promise<StoreCheck> {
  if (/^postgres(?:ql)?:\/\//i.test(place)) return { kind: 'postgres', version: await checkPostgres(place) }
  return { kind: 'file', isThere: existsSync(place), holder: findHolder(place) }
}
