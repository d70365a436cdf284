import { lstatSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileToHash } from '@reprise/objects'

const FILES_PER_FOLDER = 1_000

/** Files of one size, whose bytes stay in the page cache. */
export function makeLargeFiles(folder: string, count: number, size: number): FileToHash[] {
  const bytes = Buffer.alloc(size, 7)
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `large-${index}`)
    writeFileSync(path, bytes)
    return { path, state: lstatSync(path, { bigint: true }) }
  })
}

/** A tree of small files. */
export function makeTree(folder: string, files: number): void {
  for (let index = 0; index < files; index++) {
    const below = join(folder, `part-${Math.floor(index / FILES_PER_FOLDER)}`)
    if (index % FILES_PER_FOLDER === 0) mkdirSync(below, { recursive: true })
    writeFileSync(join(below, `sample-${index}.csv`), `x,y\n${index},1\n`)
  }
}
