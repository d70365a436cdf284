import { createClient } from '@reprise/client'
import type { StillFile } from '@reprise/protocol'
import { contentOf } from './kept-files.ts'
import { still } from './read-still.ts'
import { createRecordedTransport } from './recorded-transport.ts'

// In the page of a still this file stands for server/client.ts: the same names, answered from the page itself.

export const client = createClient({ transport: createRecordedTransport(still), retries: 0 })

export const canEdit = false

export const hasOtherRuns = still.runs.length > 1

export function now(): number {
  return Number(still.made)
}

/** Which server it was is left out. */
export const connection = ''

const addresses = new Map<StillFile, string>()

export function artifactAddress(runId: string, path: string): string | undefined {
  const file = still.files.find((one) => one.run_id === runId && one.path === path)
  if (file === undefined || (file.text === undefined && file.base64 === undefined)) return undefined
  return addresses.get(file) ?? addressOf(file)
}

/** What stands in a file is given away, not shown by another program than its page. */
export function pdfAddress(): string | undefined {
  return undefined
}

export function archiveAddress(): string | undefined {
  return undefined
}

function addressOf(file: StillFile): string {
  const address = URL.createObjectURL(new Blob([contentOf(file)]))
  addresses.set(file, address)
  return address
}
