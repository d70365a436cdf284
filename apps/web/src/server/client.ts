import { createClient } from '@reprise/client'
import { isModelId } from '../values/query-string.ts'

/** The server that served this page. Everything the interface shows comes through this client. A page of a still has another: still/client.ts. */
export const client = createClient({ url: location.origin, retries: 1, outliveThePage: true })

/** Whether what the pages show can be changed. */
export const canEdit = true

/** Whether there are runs to hold one against. */
export const hasOtherRuns = true

/** When what is shown was so, in milliseconds since 1970. */
export const now = Date.now

/** Options that tell `reprise` of this server. */
export const connection = ` --tracking-uri ${location.origin}`

/** Where a browser gets an artifact of a run, or of a logged model; undefined where it can not. */
export function artifactAddress(ownerId: string, path: string): string | undefined {
  return `/get-artifact?${owner(ownerId)}&path=${encodeURIComponent(path)}`
}

/** Where a browser shows a PDF of a run or a logged model by itself; undefined where it can not. */
export function pdfAddress(ownerId: string, path: string): string | undefined {
  return `/api/reprise/1/artifacts/pdf?${owner(ownerId)}&path=${encodeURIComponent(path)}`
}

/** Where a browser gets a folder of artifacts as one archive, '' being all of a run or a logged model; undefined where it can not. */
export function archiveAddress(ownerId: string, folder: string): string | undefined {
  return `/api/reprise/1/artifacts/archive?${owner(ownerId)}${folder === '' ? '' : `&path=${encodeURIComponent(folder)}`}`
}

/** The ids of logged models begin with `m-`. */
function owner(id: string): string {
  const name = isModelId(id) ? 'model_id' : 'run_id'
  return `${name}=${encodeURIComponent(id)}`
}

/** Where a browser gets runs as one page. */
export function stillAddress(runIds: readonly string[], baseline: string | undefined): string {
  const query = new URLSearchParams(runIds.map((id) => ['run_ids', id]))
  if (baseline !== undefined) query.set('baseline', baseline)
  return `/api/reprise/1/stills?${query.toString()}`
}

/** The link of a share. */
export function shareAddress(token: string): string {
  return `${location.origin}/s/${token}`
}
