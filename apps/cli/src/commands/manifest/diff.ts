import {
  createManifest,
  type DataManifest,
  diffManifests,
  type ManifestDifference,
  type ManifestEntry,
  readManifest,
} from '@reprise/capture'
import type { HashAlgorithm } from '@reprise/objects'
import { readFolder } from '../../checking/read-folder.ts'
import type { World } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import { printJson } from '../../output/json.ts'
import { printBytes, printCount } from '../../output/values.ts'
import { isFolder } from './is-folder.ts'
import { type PathLine, printLines } from './print-lines.ts'
import type { ReadingOptions } from './reading-options.ts'

export interface DiffOptions extends ReadingOptions {
  readonly parent?: string
  readonly maxResults: number
  readonly exitCode?: boolean
  readonly json?: boolean
}

interface Places {
  readonly before: string
  readonly after: string
}

/** Compares manifests, or a folder with what a manifest of it would say. */
export async function diffPlaces(places: Places, options: DiffOptions, world: World): Promise<void> {
  const [before, after] = await readBoth(places, options, world)
  const difference = diffManifests(before, after)
  if (options.json === true) world.write(printJson(toJson(difference, [before, after])))
  else world.write(describe(difference, options, world))
  if (options.exitCode === true && !difference.equal) process.exitCode = exitCodes.failed
}

/** Manifests are read first: a folder is read with the patterns and algorithms of the one it is compared with. */
async function readBoth({ before, after }: Places, options: DiffOptions, world: World): Promise<[DataManifest, DataManifest]> {
  const parents = options.parent === undefined ? [] : [options.parent]
  const read = (place: string): Promise<DataManifest> | undefined => (isFolder(place) ? undefined : readManifest(place, { parents }))
  const [first, second] = [await read(before), await read(after)]
  const like = first ?? second
  const skip = [before, after, ...parents].filter((place) => !isFolder(place))
  const make = (folder: string): Promise<DataManifest> =>
    readFolder(folder, { cache: options.cache, world }, (reading) =>
      createManifest(folder, {
        ...reading,
        skip,
        includePatterns: options.include ?? like?.includePatterns,
        excludePatterns: options.exclude ?? like?.excludePatterns,
        maxFiles: like?.maxFiles,
        hashAlgorithms: algorithmsOf(like),
      }),
    )
  return [first ?? (await make(before)), second ?? (await make(after))]
}

function algorithmsOf(manifest: DataManifest | undefined): readonly HashAlgorithm[] {
  return manifest?.hashAlgorithms ?? ['sha256']
}

function toJson({ equal, added, removed, changed }: ManifestDifference, [before, after]: readonly [DataManifest, DataManifest]): unknown {
  return {
    equal,
    roots: [before.root ?? null, after.root ?? null],
    added: added.map(({ path }) => path),
    removed: removed.map(({ path }) => path),
    changed: changed.map(({ path, what }) => ({ path, what })),
  }
}

function describe({ equal, added, removed, changed }: ManifestDifference, { maxResults }: DiffOptions, world: World): string {
  if (equal) return 'They do not differ.\n'
  const lines: PathLine[] = [
    ...removed.map((entry) => ({ what: 'removed', path: entry.path, detail: sizeOf(entry) })),
    ...added.map((entry) => ({ what: 'added', path: entry.path, detail: sizeOf(entry) })),
    ...changed.map(({ path, what, before, after }) => ({
      what: 'changed',
      path,
      detail: what === 'size' ? `${sizeOf(before)} → ${sizeOf(after)}` : details[what],
    })),
  ]
  const table = printLines(lines, { first: 'WHAT', maxResults }, world)
  return `${table}${printCount(removed.length, 'file')} removed, ${added.length} added, ${changed.length} changed.\n`
}

const details = {
  type: 'another type',
  target: 'links elsewhere',
  size: 'another size',
  content: 'other bytes',
  executable: 'exec bit',
  unknown: 'no common digest',
} as const

function sizeOf(entry: ManifestEntry): string {
  return entry.type === 'file' ? printBytes(entry.size) : 'link'
}
