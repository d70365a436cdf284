import { client } from '../server/client.ts'
import { createRecent } from '../workers/create-recent.ts'
import { type GitObjects, readPack } from './read-pack.ts'
import { type CodeFile, listTree } from './read-tree.ts'

/** The code of a run, as its record names it. */
export interface CodePlace {
  readonly uri: string
  readonly tree: string
  readonly packs: readonly { readonly artifact: string; readonly size: number }[]
}

export interface CodeFilePlace extends CodePlace {
  readonly id: string
}

export interface CodeText {
  /** Undefined for what is no text, or larger than is shown. */
  readonly text: string | undefined
  readonly size: number
}

/** Bytes of packs that are read. */
const MOST_PACKED = 48 * 1_024 * 1_024
const MOST_TEXT = 2 * 1_024 * 1_024
/** Runs whose code is kept unpacked. */
const MOST_OPEN = 3

const recent = createRecent<GitObjects>(MOST_OPEN)

export async function listCode(place: CodePlace): Promise<CodeFile[]> {
  return listTree(await openPacks(place), place.tree)
}

export async function readCode({ id, ...place }: CodeFilePlace): Promise<CodeText> {
  const bytes = (await openPacks(place)).get(id)?.bytes
  if (bytes === undefined) throw new Error('The file is not in what was kept of the code.')
  const isText = bytes.length <= MOST_TEXT && !bytes.subarray(0, 8_000).includes(0)
  return { text: isText ? new TextDecoder().decode(bytes) : undefined, size: bytes.length }
}

function openPacks(place: CodePlace): Promise<GitObjects> {
  return recent(`${place.uri} ${place.tree}`, () => unpack(place))
}

/** Packs in their order: the second may build on the first. */
async function unpack({ uri, packs }: CodePlace): Promise<GitObjects> {
  const size = packs.reduce((sum, pack) => sum + pack.size, 0)
  if (size > MOST_PACKED) throw new Error('The code is larger than a page can read: reprise reproduce restores it.')
  const objects: GitObjects = new Map()
  for (const pack of packs) {
    const { bytes } = await client.readArtifact(uri, pack.artifact, { start: 0, end: pack.size })
    readPack(bytes, objects)
  }
  return objects
}
