import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type RecordedEnvironment, RepriseError } from '@reprise/protocol'
import { printCondaPackages, printRequirements } from './print-packages.ts'

/**
 * Writes the files that people and other tools read into an existing folder, and gives their absolute paths by name: requirements.txt,
 * system_info.json and, in a conda environment, conda_packages.txt. Throws PERMISSION_DENIED where the folder can not be written.
 */
export async function writeEnvironmentFiles(record: RecordedEnvironment, folder: string): Promise<Record<string, string>> {
  const { timestamp } = record.system as { readonly timestamp: string }
  const conda = printCondaPackages(record, timestamp)
  const texts = {
    'requirements.txt': printRequirements(record, timestamp),
    'system_info.json': `${JSON.stringify(record.system, null, 2)}\n`,
    ...(conda === undefined ? {} : { 'conda_packages.txt': conda }),
  }
  const written: Record<string, string> = {}
  for (const [name, text] of Object.entries(texts)) {
    const file = resolve(folder, name)
    await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
      throw new RepriseError('PERMISSION_DENIED', `${file} can not be written: ${error.code ?? error.message}.`, {
        hint: 'Give a folder that can be written.',
        cause: error,
      })
    })
    written[name] = file
  }
  return written
}
