import { fstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

/**
 * Inodes of the files that what the command prints ends in: standard output and error directed to a file, also by `| tee FILE`. They may lie in
 * the work tree, but are no output of the command: the logs have what is in them.
 */
export function findOwnOutput(): ReadonlySet<number> {
  const inodes = new Set<number>()
  for (const stream of [1, 2]) {
    try {
      const stats = fstatSync(stream)
      if (stats.isFile()) inodes.add(stats.ino)
      if (stats.isFIFO()) for (const inode of writtenByReaders(readlinkSync(`/proc/self/fd/${stream}`))) inodes.add(inode)
    } catch {
      // It is closed, or the system does not tell.
    }
  }
  return inodes
}

const copiers = /^tee$/

/** The files that a `tee` at the other end of a pipe writes: it copies what it reads, and nothing else. */
function writtenByReaders(pipe: string): number[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return numbers.flatMap((pid) => {
    try {
      if (!copiers.test(readFileSync(`/proc/${pid}/comm`, 'utf8').trim()) || readlinkSync(`/proc/${pid}/fd/0`) !== pipe) return []
      return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
        const stats = Number(descriptor) < 3 ? undefined : statSync(`/proc/${pid}/fd/${descriptor}`, { throwIfNoEntry: false })
        return stats?.isFile() === true ? [stats.ino] : []
      })
    } catch {
      // Another user's, or gone.
      return []
    }
  })
}
