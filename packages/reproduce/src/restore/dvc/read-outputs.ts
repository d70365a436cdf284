import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { normalize } from 'node:path/posix'

/** A file or folder that DVC has the content of. */
export interface DvcOutput {
  /** Relative to the root of the code. */
  readonly path: string
  /** Of the file; of a list of files, with `.dir` at its end, where it is a folder. */
  readonly md5: string
}

const LARGEST = 16 * 2 ** 20

/**
 * The outputs that the DVC files around a path speak of: `a/b.csv.dvc`, `a.dvc`, and each `dvc.lock` from its folder up. These are written
 * by DVC in one form, which is all that is read.
 */
export async function readDvcOutputs(root: string, path: string): Promise<DvcOutput[]> {
  const parts = path.split('/')
  const found: DvcOutput[] = []
  for (let end = parts.length; end > 0; end--) {
    const place = parts.slice(0, end).join('/')
    const folder = dirname(place)
    for (const file of [`${place}.dvc`, folder === '.' ? 'dvc.lock' : `${folder}/dvc.lock`]) {
      const text = await readFile(join(root, file), 'utf8').catch(() => '')
      if (text.length <= LARGEST) found.push(...readItems(text, folder))
    }
  }
  return found
}

/** Items of lists: `- md5: …`, `  path: …`, in any order. A path is relative to the file, or to its `wdir`. */
function readItems(text: string, folder: string): DvcOutput[] {
  const wdir = unquote(/^wdir:[ \t]*(.+)$/m.exec(text)?.[1] ?? '.')
  return text.split(/^\s*- /m).flatMap((item) => {
    const path = /^\s*path:[ \t]*(.+)$/m.exec(item)?.[1]
    const md5 = /^\s*md5:[ \t]*'?([\da-f]{32}(?:\.dir)?)'?\s*$/m.exec(item)?.[1]
    if (path === undefined || md5 === undefined) return []
    return [{ path: normalize(join(folder, wdir, unquote(path))), md5 }]
  })
}

function unquote(text: string): string {
  const trimmed = text.trim()
  if (trimmed.startsWith("'")) return trimmed.slice(1, -1).replaceAll("''", "'")
  if (!trimmed.startsWith('"')) return trimmed
  try {
    return JSON.parse(trimmed) as string
  } catch {
    return trimmed.slice(1, -1)
  }
}
