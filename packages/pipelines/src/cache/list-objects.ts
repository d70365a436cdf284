import { readdirSync } from 'node:fs'
import { isOid } from './object-path.ts'

const prefix = /^[0-9a-f]{2}$/

/** The ids of all objects of a store, folder by folder; what else lies there is passed over. */
export function* listObjects(folder: string): Generator<string> {
  for (const start of listFolder(folder)) {
    if (!prefix.test(start)) continue
    for (const rest of listFolder(`${folder}/${start}`)) if (isOid(start + rest)) yield start + rest
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
