import { constants } from 'node:fs'
import { access, open, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol'

/** Bytes at the beginning of a file among which every manifest names its version. */
const BEGINNING = 4_096

/** Throws, before any work is done, where no manifest can be written, and where a file would be lost that is none. */
export async function assertReplaceable(target: string): Promise<void> {
  const found = await stat(target).catch(() => undefined)
  if (found !== undefined && !(found.isFile() && (await isManifest(target)))) {
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `${target} exists, and is no manifest.`, { hint: 'Name another file with --output.' })
  }
  await access(dirname(resolve(target)), constants.W_OK).catch((error: unknown) => {
    throw new RepriseError('PERMISSION_DENIED', `${target} can not be written.`, {
      hint: 'Name a file in a folder that is there and can be written, with --output.',
      cause: error,
    })
  })
}

async function isManifest(file: string): Promise<boolean> {
  await using handle = await open(file, 'r')
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0)
  return bytesRead === 0 || buffer.toString('latin1').includes('"manifest_version"')
}
