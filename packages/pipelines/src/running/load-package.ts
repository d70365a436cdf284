import { RepriseError } from '@reprise/protocol/errors'

/** Loads a package that only those need who use it. Throws RESOURCE_DOES_NOT_EXIST, with the command that installs it, where it is not there. */
export async function loadPackage<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (cause) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `this needs the package ${name}, which can not be loaded: ${String(cause)}`, {
      hint: `Install it with \`npm install ${name}\`.`,
      cause,
    })
  }
}
