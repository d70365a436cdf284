import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import type { DataManifest } from './data-manifest.ts'
import { readClassic } from './formats/classic/read.ts'
import { openManifestFile } from './formats/manifest-file.ts'
import type { ParentName } from './formats/native/header.ts'
import { parseHeader, readNative } from './formats/native/read.ts'

/** Manifests one behind the other, from a differential one to the one that holds everything. */
const LONGEST_CHAIN = 200

export interface ReadOptions {
  /** Manifests to look for parents in, before the places that differential manifests name. */
  readonly parents?: readonly string[] | undefined
}

/**
 * Reads a manifest of either format; of a differential one also its parents, so that the result says everything. Throws
 * RESOURCE_DOES_NOT_EXIST where it or a parent is missing, INVALID_PARAMETER_VALUE for what is no manifest, with the place and the reason.
 */
export function readManifest(file: string, { parents = [] }: ReadOptions = {}): Promise<DataManifest> {
  return readChain(file, { parents, read: [] })
}

interface Chain {
  readonly parents: readonly string[]
  /** Real paths of those that were read on the way here. */
  readonly read: readonly string[]
}

async function readChain(file: string, chain: Chain): Promise<DataManifest> {
  await using opened = await openManifestFile(file)
  if (!opened.isNative) return readClassic(await opened.document(), file)
  const next = { ...chain, read: [...chain.read, realpathSync(file)] }
  return await readNative(opened.lines(), file, (parent) => findParent(parent, file, next))
}

async function findParent({ root, file }: ParentName, child: string, chain: Chain): Promise<DataManifest> {
  const candidates = [...chain.parents, resolve(dirname(child), file)].filter((path) => !chain.read.includes(realPath(path)))
  const wrong: string[] = []
  for (const candidate of chain.read.length > LONGEST_CHAIN ? [] : candidates) {
    const found = await readRoot(candidate)
    if (found?.root === root) return readChain(candidate, chain)
    if (found !== undefined) wrong.push(candidate)
  }
  const also = wrong.length === 0 ? '' : ` (${wrong.join(', ')} is another)`
  throw new RepriseError(
    'RESOURCE_DOES_NOT_EXIST',
    `${child} holds only what changed since the manifest with root ${root}, and that is not there${also}.`,
    {
      hint: `It was ${file}, seen from its folder; name it with --parent.`,
    },
  )
}

/** What a manifest says its root id is, without reading its parents; undefined where there is no manifest. */
async function readRoot(file: string): Promise<{ readonly root: string | undefined } | undefined> {
  try {
    await using opened = await openManifestFile(file)
    if (!opened.isNative) return readClassic(await opened.document(), file)
    for await (const [line = ''] of opened.lines()) return parseHeader(line, file)
    return undefined
  } catch (error) {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
