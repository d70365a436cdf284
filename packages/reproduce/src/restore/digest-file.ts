import { realpath, stat } from 'node:fs/promises'
import { hashFiles } from '@reprise/objects'

/** SHA-256 of a file, 64 lower-case hexadecimal digits; undefined where there is none, or it can not be read. Pipes and devices are not waited for. */
export async function digestFile(path: string): Promise<string | undefined> {
  const place = await realpath(path).catch(() => undefined)
  const state = place === undefined ? undefined : await stat(place, { bigint: true }).catch(() => undefined)
  if (place === undefined || state?.isFile() !== true) return undefined
  const [outcome] = await hashFiles([{ path: place, state }], { algorithms: ['sha256'] })
  return outcome?.kind === 'hashed' ? outcome.hashes.sha256 : undefined
}
