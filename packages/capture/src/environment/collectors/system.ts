import { readdirSync, readFileSync } from 'node:fs'
import { machine, release, type, version } from 'node:os'
import { join } from 'node:path'
import { type Collector, whether } from '../collector.ts'

/** Operating system, kernel, C library. */
export const system: Collector = {
  items: ['system.platform', 'system.kernel', 'system.distribution', 'system.libc'],
  isQuick: true,
  limit: 1_000,
  collect: () => {
    const distribution = readDistribution()
    const libc = readLibc()
    return {
      items: {
        'system.platform': true,
        'system.kernel': true,
        'system.distribution': whether(distribution, 'There is no os-release file.'),
        'system.libc': whether(libc, process.platform === 'linux' ? 'It was not found where it usually is.' : 'Only looked for on Linux.'),
      },
      system: {
        platform: {
          system: type() === 'Windows_NT' ? 'Windows' : type(),
          release: release(),
          version: version(),
          machine: machine(),
          ...(distribution === undefined ? {} : { distribution }),
          ...(libc === undefined ? {} : { libc }),
        },
      },
    }
  },
}

function readDistribution(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const text = ['/etc/os-release', '/usr/lib/os-release'].map(read).find((found) => found !== undefined)
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text?.toString() ?? '')?.[1]
}

/** The library says its version in words, somewhere in the file. */
function readLibc(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const folders = ['/lib', '/lib64', '/usr/lib', '/usr/lib64']
  const places = [
    ...folders,
    ...folders.flatMap((folder) =>
      list(folder)
        .filter((name) => name.includes('-linux-gnu'))
        .map((name) => join(folder, name)),
    ),
  ]
  for (const place of places) {
    const file = read(join(place, 'libc.so.6'))
    const at = file?.indexOf('GNU C Library') ?? -1
    const glibc = at < 0 ? undefined : /version (\d+\.\d+)/.exec(file?.toString('latin1', at, at + 200) ?? '')?.[1]
    if (glibc !== undefined) return `glibc ${glibc}`
  }
  return list('/lib').some((name) => name.startsWith('ld-musl-')) ? 'musl' : undefined
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
