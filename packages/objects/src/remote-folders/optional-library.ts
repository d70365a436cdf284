import { RepriseError } from '@reprise/protocol/errors'

/** Imports a library that is installed only by those who need it. Throws NOT_IMPLEMENTED, with the command that installs it, where it is not there. */
export async function importOptional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    // A library that is there may lack one of its own.
    const isMissing =
      error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${name}'`)
    if (!isMissing) throw error
    throw new RepriseError('NOT_IMPLEMENTED', `The library ${name}, which this remote needs, is not installed.`, {
      hint: `Install it where reprise is installed: npm install ${name} (with --global where reprise is).`,
      cause: error,
    })
  }
}
