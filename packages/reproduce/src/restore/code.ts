import { mkdir } from 'node:fs/promises'
import { restoreCode } from '@reprise/capture'
import { RepriseError } from '@reprise/protocol'
import { lacking, Obstacle } from '../obstacle.ts'
import type { RecordedRun } from '../original/read-original.ts'
import type { RestoreContext } from './context.ts'

/** Makes the code again in `target`. Throws an {@link Obstacle} where it is not to be had, whole and as recorded. */
export async function restoreCodeOf({ record, wholeUri }: RecordedRun, target: string, { client, env }: RestoreContext): Promise<void> {
  await mkdir(target, { recursive: true })
  // Outside of git, the code is files like the inputs.
  if (record.code.kind !== 'GIT') return
  try {
    const { missing } = await restoreCode(record.code, target, {
      readKept: async (artifact) => client.downloadArtifact(wholeUri, artifact),
      env,
    })
    // Files that are too large for the packs may be restored from where they were, as inputs are.
    const lost = missing.filter(({ path }) => !record.code.files.some((file) => file.path === path))
    if (lost.length > 0) {
      throw new Obstacle(
        'missing code',
        `The code can not be restored: ${lost.map(({ path }) => path).join(', ')}.`,
        lost.map(({ path, why }) => lacking(path, why)),
      )
    }
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    // That there is no git is nothing about the run.
    if (!ofTheRun.has(error.code) || error.message.startsWith('git was not found')) throw error
    throw new Obstacle('missing code', `The code can not be restored: ${error.message}`, [lacking('code', error.message)])
  }
}

/** Lost, damaged, or refused: a record may come from anywhere. */
const ofTheRun: ReadonlySet<string> = new Set(['RESOURCE_DOES_NOT_EXIST', 'DATA_LOSS', 'INVALID_PARAMETER_VALUE'])
