import { existsSync } from 'node:fs'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RecordedFile, RunRecord } from '@reprise/protocol'
import { Obstacle } from '../../obstacle.ts'
import { fetchFile } from '../files/fetch-file.ts'
import { placeFile } from '../files/place-file.ts'
import type { Finder, Sides } from '../sides.ts'
import type { Toggle, Untried } from '../toggle.ts'

/** Inputs that are other, or that only one of the runs read. Those that git keeps are found with the code. */
export const findData: Finder = async (sides) => {
  const { a, b, folder } = sides
  if (a.id === b.id) return []
  const [own, others] = [byPath(a.record), byPath(b.record)]
  const found: (Toggle | Untried)[] = []
  for (const path of new Set([...own.keys(), ...others.keys()])) {
    const [left, right] = [own.get(path), others.get(path)]
    if (left?.sha256 === right?.sha256 || isNamedByOne(path, sides)) continue
    // In git, the trees tell: a file that was not read may still be there.
    const inTrees = ['code-a', 'code-b'].map((name) => existsSync(join(folder, name, path)))
    if (!path.startsWith('/') && a.record.code.kind === 'GIT' && (inTrees[0] === true || (left === undefined && inTrees[1] === true)))
      continue
    found.push(await toToggle(sides, { path, left, right }))
  }
  return found
}

/** What lies below the root, by its path there. */
function byPath({ inputs, code }: RunRecord): Map<string, RecordedFile> {
  // In git, files that are too large for a pack are known as inputs are.
  const files = [...(code.kind === 'GIT' ? code.files : []), ...inputs].filter(({ kind }) => kind === 'FILE')
  return new Map(files.map((file) => [file.path.startsWith(`${code.root}/`) ? file.path.slice(code.root.length + 1) : file.path, file]))
}

/** Another argument makes a program read another file: see `findArguments`. */
export function isNamedByOne(path: string, { a, b }: Pick<Sides, 'a' | 'b'>): boolean {
  const names = ({ record }: typeof a): boolean => record.command.argv.some((word) => word === path || word.endsWith(`=${path}`))
  return names(a) !== names(b)
}

interface Read {
  readonly path: string
  readonly left: RecordedFile | undefined
  readonly right: RecordedFile | undefined
}

async function toToggle(sides: Sides, { path, left, right }: Read): Promise<Toggle | Untried> {
  const cause = { kind: 'data', subject: path } as const
  if (left === undefined) {
    if (path.startsWith('/')) return { ...cause, why: `only the changed run read it, and it lies outside of the code` }
    return {
      ...cause,
      did: `${path} left out, as in ${sides.name}`,
      weight: 0,
      amend: async (files) => {
        await placeFile(files.root, path, undefined)
        return files
      },
    }
  }
  if (left.sha256 === undefined) return { ...cause, why: left.not_kept ?? 'what it was is not known' }
  const copy = await fetchCopy(sides, path, left)
  if (typeof copy !== 'string') return { ...cause, why: copy.message }
  return { ...cause, did: `${path} as in ${sides.name}`, weight: right === undefined ? 0 : 10, amend: placing(path, copy) }
}

/** The bytes of an input of `a`, or why they are not to be had. */
export async function fetchCopy({ a, folder, context }: Sides, path: string, file: RecordedFile): Promise<string | Obstacle> {
  const place = join(folder, 'data-a', Buffer.from(path).toString('base64url').slice(0, 100))
  return fetchFile(a, { file, folder: place }, context).catch((error: unknown) => {
    if (error instanceof Obstacle) return error
    throw error
  })
}

/** Puts a copy where the program looks for the path: in the tree, beside it, or to be mounted. */
export function placing(path: string, copy: string): NonNullable<Toggle['amend']> {
  return async (files, { beside }) => {
    if (!path.startsWith('/')) {
      await placeFile(files.root, path, copy)
      return files
    }
    const near = beside(path)
    if (near !== undefined) {
      await rm(near, { force: true })
      await mkdir(dirname(near), { recursive: true })
      await copyFile(copy, near)
    }
    const placed = { original: path, copy: near ?? copy, isBeside: near !== undefined }
    return { ...files, placed: [...files.placed.filter(({ original }) => original !== path), placed] }
  }
}
