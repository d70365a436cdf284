import { RepriseError, type Still, type StillFile } from '@reprise/protocol'
import { formatBytes } from '../values/format.ts'

interface Entry {
  readonly path: string
  readonly is_dir: boolean
  readonly file_size?: number
}

const PROXIED = /^mlflow-artifacts:\/*/
const REPORT = 'reprise/reproduction.json'

/** Files of all runs of a still, under the paths that the artifact endpoints have. */
export interface KeptFiles {
  list(folder: string): Entry[]
  /** Throws RESOURCE_DOES_NOT_EXIST for what is not there, or was left out. */
  read(path: string): Uint8Array<ArrayBuffer>
}

export function createKeptFiles(still: Still): KeptFiles {
  const files = new Map([...still.files.map((file) => [placeOf(still, file), file] as const), ...reportsOf(still)])
  return {
    list: (folder) => listFolder(files, folder),
    read: (path) => {
      const file = files.get(path)
      if (file === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no ${path} in this file.`)
      return contentOf(file)
    },
  }
}

/** Throws RESOURCE_DOES_NOT_EXIST where it was left out. */
export function contentOf({ text, base64, size, skipped, path }: StillFile): Uint8Array<ArrayBuffer> {
  if (text !== undefined) {
    const start = skipped === undefined ? '' : `… ${formatBytes(Number(skipped))} before this are not in this file\n`
    return new TextEncoder().encode(start + text)
  }
  if (base64 !== undefined) return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const name = path.slice(path.lastIndexOf('/') + 1)
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `${name} (${formatBytes(Number(size))}) was left out when this page was made.`)
}

function placeOf(still: Still, { run_id: id, path }: StillFile): string {
  const uri = still.runs.find(({ info }) => info.run_id === id)?.info.artifact_uri ?? ''
  return `${uri.replace(PROXIED, '')}/${path}`
}

function reportsOf(still: Still): (readonly [string, StillFile])[] {
  return still.repeats.map(({ run_id, report }) => {
    const text = JSON.stringify(report)
    return [`repeats/${run_id}/${REPORT}`, { run_id, path: REPORT, size: text.length, text }]
  })
}

/** Of what is here where only the end was kept, so that reading from the end finds it. */
function sizeOf(file: StillFile): number {
  return file.skipped === undefined ? Number(file.size) : contentOf(file).length
}

/** Names relative to the folder, as the server answers them. */
function listFolder(files: ReadonlyMap<string, StillFile>, folder: string): Entry[] {
  const entries = new Map<string, Entry>()
  const start = `${folder}/`
  for (const [place, file] of files) {
    if (!place.startsWith(start)) continue
    const rest = place.slice(start.length)
    const [name = '', ...below] = rest.split('/')
    entries.set(name, { path: name, ...(below.length > 0 ? { is_dir: true } : { is_dir: false, file_size: sizeOf(file) }) })
  }
  return [...entries.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
