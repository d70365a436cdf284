import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Whether a program is on PATH: in `reason`, that it is not. */
export async function findProgram(name: string): Promise<{ readonly reason?: undefined } | { readonly reason: string }> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const isThere = await access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return {}
  }
  return { reason: 'it is not on PATH' }
}
