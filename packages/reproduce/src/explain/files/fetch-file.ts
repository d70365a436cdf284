import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedFile } from '@reprise/protocol'
import type { RecordedRun } from '../../original/read-original.ts'
import type { RestoreContext } from '../../restore/context.ts'
import { restoreInputs } from '../../restore/inputs.ts'

/**
 * Brings one recorded file of a run, verified; where it is then: below `folder`, or in its own place if it is still there unchanged. Throws
 * an Obstacle where it is not to be had.
 */
export async function fetchFile(
  run: RecordedRun,
  { file, folder }: { readonly file: RecordedFile; readonly folder: string },
  context: RestoreContext,
): Promise<string> {
  const { record } = run
  const alone = { ...run, record: { ...record, code: { ...record.code, files: [] }, inputs: [file] } }
  await mkdir(folder, { recursive: true })
  const layout = { root: folder, beside: () => undefined }
  const { placed } = await restoreInputs(alone, { layout, outside: join(folder, '.outside') }, context)
  if (!file.path.startsWith('/')) return join(folder, file.path)
  if (file.path.startsWith(`${record.code.root}/`)) return join(folder, file.path.slice(record.code.root.length + 1))
  return placed[0]?.copy ?? file.path
}
