import { createClient } from '@reprise/client'

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

/** Where a browser gets an artifact of a run; undefined where it can not. */
export function artifactAddress(runId: string, path: string): string | undefined {
  return `/get-artifact?run_uuid=${runId}&path=${encodeURIComponent(path)}`
}

/** Where a browser shows a PDF of a run by itself; undefined where it can not. */
export function pdfAddress(runId: string, path: string): string | undefined {
  return `/api/reprise/1/artifacts/pdf?run_id=${runId}&path=${encodeURIComponent(path)}`
}

/** Where a browser gets a folder of artifacts as one archive, '' being all of a run; undefined where it can not. */
export function archiveAddress(runId: string, folder: string): string | undefined {
  return `/api/reprise/1/artifacts/archive?run_id=${runId}${folder === '' ? '' : `&path=${encodeURIComponent(folder)}`}`
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
