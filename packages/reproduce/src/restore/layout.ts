import { join } from 'node:path'
import type { RunRecord } from '@reprise/protocol'

/** Where things go in the folder of a repeat, so that paths relative to the code (`../data/a.csv`) lead to where they led. */
export interface Layout {
  /** For the code. */
  readonly root: string
  /** Where a path outside of the code lies beside it; undefined for one so far away that no relative path is likely to name it. */
  readonly beside: (path: string) => string | undefined
}

/** Folders above the code that are made again at most. */
const HIGHEST = 8

/** Plans the folder: as many of the folders above the code as are needed to have recorded neighbours inside of `place`. */
export function layOut({ code, inputs, outputs }: Pick<RunRecord, 'code' | 'inputs' | 'outputs'>, place: string): Layout {
  const root = split(code.root)
  const heights = [...inputs, ...outputs].flatMap(({ path }) => (path.startsWith('/') ? heightAbove(root, split(path)) : []))
  const height = Math.max(0, ...heights)
  const above = root.length - height
  return {
    root: height === 0 ? join(place, 'code') : join(place, ...root.slice(above)),
    beside: (path) => {
      const parts = split(path)
      const found = heightAbove(root, parts)
      return found.length === 0 ? undefined : join(place, ...parts.slice(above))
    },
  }
}

/** How many folders up from the code a path outside of it is reached; nothing for a path inside, or with nothing in common. */
function heightAbove(root: readonly string[], path: readonly string[]): number[] {
  const common = root.findIndex((part, index) => part !== path[index])
  if (common <= 0) return []
  const height = root.length - common
  return height <= HIGHEST ? [height] : []
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}
