import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { absent, type Collector, noted, skipped } from '../collector.ts'

/** Milliseconds after the start at which to look: programs load libraries as they go. */
const looks = [0, 150, 500, 1_500, 4_000, 10_000] as const
/** Milliseconds between two questions whether the process still lives. */
const PULSE = 50
const MOST = 64

/** Shared libraries that the process of the command and those below it have loaded, from /proc. */
export const libraries: Collector = {
  items: ['process.libraries'],
  limit: 24 * 3_600_000,
  collect: async ({ started }) => {
    const pid = await started
    if (process.platform !== 'linux') return { items: { 'process.libraries': absent('Only looked for on Linux.') } }
    if (pid === undefined) return { items: { 'process.libraries': skipped('No process was started.') } }
    const found = new Set<string>()
    const start = performance.now()
    for (const look of looks) {
      while (performance.now() - start < look && isAlive(pid)) await setTimeout(PULSE, undefined, { ref: false })
      if (!isAlive(pid)) break
      for (const one of await listProcesses(pid)) for (const file of await readLibraries(one)) found.add(file)
    }
    if (found.size === 0) return { items: { 'process.libraries': absent('The process ended before it could be looked at.') } }
    return { items: { 'process.libraries': noted(`${found.size} files.`) }, system: { libraries: [...found].toSorted() } }
  },
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function listProcesses(pid: number): Promise<number[]> {
  const all = [pid]
  for (const one of all) {
    const children = await readFile(`/proc/${one}/task/${one}/children`, 'utf8').catch(() => '')
    if (all.length < MOST)
      all.push(
        ...children
          .split(' ')
          .filter((word) => word !== '')
          .map(Number),
      )
  }
  return all
}

async function readLibraries(pid: number): Promise<string[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8').catch(() => '')
  return Array.from(maps.matchAll(/^\S+ r-xp .*? (\/.*\.so(?:\.[^\s/]*)?)$/gm), ([, file = '']) => file)
}
