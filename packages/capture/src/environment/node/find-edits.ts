import { lstatSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { InstalledPackage } from './read-packages.ts'

export interface NodeEdits {
  /** Paths inside the package, by its name and version: `left-pad@1.3.0`. */
  readonly byPackage: ReadonlyMap<string, readonly string[]>
  /** Why it can not be said. */
  readonly stopped?: string
}

const AT_ONCE = 500
/** A share of all packages; past it they were rather copied, with new times, than edited. */
const MOST = 0.5
const FEW = 4

/**
 * Files of packages that are younger than the list of what is installed, which npm writes last. npm knows no digests of files, so a file that was
 * only touched counts, and one whose time was set back does not.
 */
export async function findNodeEdits(list: string, installed: readonly InstalledPackage[], signal: AbortSignal): Promise<NodeEdits> {
  const { mtimeMs: finished } = statSync(list)
  const byPackage = new Map<string, string[]>()
  let looked = 0
  for (const { name, version, folder } of installed) {
    const younger: string[] = []
    for (const file of listFiles(folder)) {
      if (++looked % AT_ONCE === 0) await setImmediate()
      if (signal.aborted) return { byPackage, stopped: 'Time was up before all files were looked at.' }
      if ((lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > finished) younger.push(relative(folder, file))
    }
    if (younger.length > 0) byPackage.set(`${name}@${version}`, younger.toSorted())
  }
  if (byPackage.size > FEW && byPackage.size > installed.length * MOST) {
    return { byPackage: new Map(), stopped: 'Most packages are younger than the list of what is installed.' }
  }
  return { byPackage }
}

function* listFiles(folder: string): Generator<string> {
  for (const entry of readFolder(folder)) {
    const path = join(folder, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && entry.name !== 'node_modules') yield* listFiles(path)
  }
}

/** What can not be read has nothing that a program could load. */
function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
