import { join } from 'node:path'
import { Obstacle } from '../../obstacle.ts'
import { restoreStdin } from '../../restore/stdin.ts'
import type { Finder } from '../sides.ts'

/** What was read from standard input. */
export const findStdin: Finder = async ({ a, b, folder, context, name }) => {
  const [own, other] = [a.record.command.stdin, b.record.command.stdin]
  if (a.id === b.id || own.sha256 === other.sha256) return []
  const cause = { kind: 'data', subject: 'standard input' } as const
  try {
    const { source } = await restoreStdin(a, join(folder, 'stdin-a'), context)
    return [{ ...cause, did: `standard input as in ${name}`, weight: 10, change: (request) => ({ ...request, stdin: source }) }]
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    return [{ ...cause, why: error.message }]
  }
}
