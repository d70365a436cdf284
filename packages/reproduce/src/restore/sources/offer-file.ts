import { constants, copyFile, stat } from 'node:fs/promises'
import { digestFile } from '../digest-file.ts'
import type { Offer, WantedFile } from './data-source.ts'

/** A file of this machine; undefined where there is none. It is copied only if it is the right one. */
export async function offerFile(
  path: string,
  wanted: WantedFile,
  about: Partial<Pick<Offer, 'isOriginal'>> = {},
): Promise<Offer | undefined> {
  const state = await stat(path).catch(() => undefined)
  if (state?.isFile() !== true) return undefined
  return {
    where: path,
    ...about,
    save: async (target) => {
      if (wanted.size !== undefined && state.size !== wanted.size) return `it has ${state.size} bytes, recorded were ${wanted.size}`
      const found = await digestFile(path)
      if (found === undefined) return 'it can not be read'
      if (found !== wanted.sha256) return `its digest is ${found.slice(0, 12)}, recorded was ${wanted.sha256.slice(0, 12)}`
      await copyFile(path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
      return undefined
    },
  }
}
