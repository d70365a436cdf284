import { dirname } from 'node:path'
import { startEnvironmentCapture } from '@reprise/capture'
import type { RecordedEnvironment } from '@reprise/protocol'
import type { RestoreContext } from '../../restore/context.ts'

/** What an interpreter that is here would run in. */
export async function captureAt(program: string, folder: string, { env }: Pick<RestoreContext, 'env'>): Promise<RecordedEnvironment> {
  const variables = { ...env, PATH: `${dirname(program)}:${env['PATH'] ?? ''}`, VIRTUAL_ENV: undefined }
  const capture = await startEnvironmentCapture({ env: variables, folder, root: folder, argv: [program] })
  return (await capture.finish()).record
}
