import type { Client } from '@reprise/client'
import type { RunRecord } from '@reprise/protocol'
import { findWhole } from '../original/read-original.ts'
import { concernsServer, saysMissing } from './concerns-server.ts'
import type { Surroundings } from './judge-record.ts'

/** Folders of a run that are listed at most; what Reprise writes itself lies in a handful. */
const MOST_FOLDERS = 64

/** Asks the server for the folders in which the artifacts of a record lie, one request each. */
export async function lookAtArtifacts(client: Client, artifactUri: string, record: RunRecord): Promise<Surroundings['artifact']> {
  const wholeUri = await findWhole(client, record)
  // Of a stage, the code is with the run of the pipeline.
  const placeOf = (folder: string): string => (wholeUri !== undefined && ofTheWhole.test(folder) ? wholeUri : artifactUri)
  const folders = new Set(listArtifacts(record).map(folderOf))
  const sizes = new Map<string, number>()
  const seen = new Set<string>()
  for (const folder of [...folders].slice(0, MOST_FOLDERS)) {
    const entries = await client.listArtifacts(placeOf(folder), folder).catch(readFailure)
    if (entries === undefined) continue
    seen.add(folder)
    for (const { path, size, isFolder } of entries) if (!isFolder) sizes.set(path, size ?? 0)
  }
  return (path, size) => {
    if (!seen.has(folderOf(path))) return 'not looked at'
    const found = sizes.get(path)
    if (found === undefined) return 'missing'
    return size === undefined || size === found ? 'there' : 'other size'
  }
}

const ofTheWhole = /^reprise\/(?:code|environment)(?:\/|$)/

/** Nothing is there, or it can not be told what is. */
function readFailure(error: unknown): [] | undefined {
  if (concernsServer(error)) throw error
  return saysMissing(error) ? [] : undefined
}

function listArtifacts({ code, inputs, command }: RunRecord): string[] {
  const packs = [code.base, code.changes, ...code.submodules.map(({ pack }) => pack), command.stdin.kept]
  return [...packs.map((pack) => pack?.artifact), ...[...code.files, ...inputs].map(({ kept }) => kept)].filter(
    (path) => path !== undefined,
  )
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
