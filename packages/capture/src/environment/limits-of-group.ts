import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = '/sys/fs/cgroup'

/**
 * The tightest limit that a control group sets on this process, here or in a group around it. `files` are the names of the limit in
 * version 2, and of the controller's folder and file in version 1.
 */
export function readGroupLimit<T>(
  files: { readonly v2: string; readonly v1: readonly [controller: string, file: string] },
  parse: (text: string, folder: string) => T | undefined,
): readonly T[] {
  const lines = (readText('/proc/self/cgroup') ?? '').trim().split('\n')
  const paths = lines.flatMap((line) => {
    const [number, controllers = '', path = '/'] = line.split(':')
    if (number === '0') return [{ base: root, path, file: files.v2 }]
    return controllers.split(',').includes(files.v1[0]) ? [{ base: join(root, files.v1[0]), path, file: files.v1[1] }] : []
  })
  return paths.flatMap(({ base, path, file }) =>
    upwards(path).flatMap((folder) => {
      const text = readText(join(base, folder, file))
      const value = text === undefined ? undefined : parse(text.trim(), join(base, folder))
      return value === undefined ? [] : [value]
    }),
  )
}

function upwards(path: string): string[] {
  return path === '/' || path === '.' ? ['/'] : [path, ...upwards(dirname(path))]
}

export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
