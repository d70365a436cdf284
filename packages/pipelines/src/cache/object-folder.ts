import { chmodSync, mkdirSync } from 'node:fs'

/** Makes the folder of an object; in a shared store with the group's bits, whatever the process' mask. */
export function makeObjectFolder(folder: string, oid: string, mode: number | undefined): void {
  const path = `${folder}/${oid.slice(0, 2)}`
  mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) })
  if (mode === undefined) return
  for (const one of [folder, path]) {
    try {
      chmodSync(one, mode)
    } catch {
      // Another member of the group made it and gave it its mode.
    }
  }
}
