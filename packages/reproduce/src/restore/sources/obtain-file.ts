import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestFile } from '../digest-file.ts'
import type { DataSource, WantedFile } from './data-source.ts'

/** Where the right bytes were found; or what was found instead, in words. */
export type Obtained =
  | { readonly isFound: true; readonly source: DataSource; readonly where: string }
  | { readonly isFound: false; readonly isChanged: boolean; readonly tried: readonly string[] }

/**
 * Asks sources in turn until one has the wanted bytes, and puts them at `target`, whose folder is there. They are written beside it first and
 * held against the digest, so that nothing else ever lies there; what is there already is replaced, a link included.
 */
export async function obtainFile(wanted: WantedFile, target: string, sources: readonly DataSource[]): Promise<Obtained> {
  const tried: string[] = []
  let isChanged = false
  for (const source of sources) {
    for await (const offer of source.find(wanted)) {
      const staged = join(dirname(target), `.reprise-${randomUUID()}`)
      try {
        const trouble = (await offer.save(staged)) ?? (await compare(staged, wanted))
        if (trouble === undefined) {
          await rename(staged, target)
          return { isFound: true, source, where: offer.where }
        }
        isChanged ||= offer.isOriginal === true
        tried.push(`${offer.where} ${trouble}`)
      } finally {
        await rm(staged, { force: true })
      }
    }
  }
  return { isFound: false, isChanged, tried }
}

async function compare(file: string, { sha256 }: WantedFile): Promise<string | undefined> {
  const found = await digestFile(file)
  return found === sha256
    ? undefined
    : `has other bytes than recorded: ${found?.slice(0, 12) ?? 'none'}, recorded was ${sha256.slice(0, 12)}`
}
