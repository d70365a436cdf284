import { RepriseError } from '@reprise/protocol/errors'
import { ProjectFailure } from '../project/index.ts'

/** Says of a failure what could not be done, as DVC does: `failed to push … - why`. */
export async function withPrefix<T>(prefix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    const { message, code, hint } = error
    const options = { cause: error, ...(hint === undefined ? {} : { hint }) }
    if (error instanceof ProjectFailure) throw new ProjectFailure(`${prefix} - ${message}`, { ...options, exitCode: error.exitCode }, code)
    throw new RepriseError(code, `${prefix} - ${message}`, options)
  }
}
