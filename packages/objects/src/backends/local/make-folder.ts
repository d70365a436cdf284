import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from './file-error.ts'

/**
 * Makes a folder and those above it. Step by step, because the recursive `mkdir` of Node.js calls every failure it does not know ENOENT, a
 * read-only file system among them. Rejects with ENOENT only when a folder above vanished meanwhile.
 */
export async function makeFolder(folder: string): Promise<void> {
  if ((await tryToMake(folder)) === 'made') return
  await makeFolder(dirname(folder))
  if ((await tryToMake(folder)) === 'nothing above') await mkdir(folder)
}

async function tryToMake(folder: string): Promise<'made' | 'nothing above'> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'nothing above'
    if (errorCode(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error
  }
  return 'made'
}
