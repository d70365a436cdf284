import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createItems } from './attempt.ts'
import type { RecordingOptions } from './options.ts'
import type { Preparation } from './prepare.ts'

export interface PartOptions extends Pick<RecordingOptions, 'argv' | 'folder' | 'declaredInputs' | 'declaredOutputs' | 'linkedData'> {
  /** Of the part among the others: a name for its folder. */
  readonly number: number
  /** Whether system calls are watched, and the work tree is scanned before and after: else files are known by hooks and by what is declared. */
  readonly isThorough: boolean
}

/**
 * Prepares to watch one command of several that are recorded together, such as a stage of a pipeline: code and environment are taken once, for the
 * whole. Never rejects: what failed is among the items.
 */
export async function preparePart(whole: Preparation, part: PartOptions): Promise<Preparation> {
  const { root } = whole
  const { variables, leaveOut, ignoredFolders } = whole.options
  const items = createItems()
  const options: RecordingOptions = { ...whole.options, ...part, trace: part.isThorough, isPipeline: false }
  const folder = whole.folder === undefined ? undefined : join(whole.folder, `part-${part.number}`)
  const startTracing = async (place: string): Promise<Preparation['tracing']> => {
    await mkdir(place, { recursive: true })
    const tracing = await import('../tracing/start-tracing.ts')
    return tracing.startTracing({
      root,
      place: join(place, 'trace'),
      variables,
      trace: part.isThorough,
      withHooks: !leaveOut.has('inputs'),
      ignoredFolders,
      scans: part.isThorough,
    })
  }
  return {
    ...whole,
    options,
    items,
    folder,
    tracing: folder === undefined ? undefined : await items.attempt('files', () => startTracing(folder), undefined),
    release: async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
    },
  }
}
