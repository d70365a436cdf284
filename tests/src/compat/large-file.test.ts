import { readMemory } from '@reprise/testing'
import { describe, expect, test } from 'vitest'
import { assertPassed, clientPython, MINUTES, startOverSqlite } from './describe-client.ts'
import { runProgram } from './run-program.ts'

const MEBIBYTE = 1024 * 1024

describe('a file of 256 MB', async () => {
  for (const set of ['mlflow-2-skinny', 'mlflow-3-skinny'] as const) {
    const { missing, note, python } = await clientPython(set)
    test.skipIf(missing)(
      `streams through the server from ${set}${note}`,
      async () => {
        await using server = await startOverSqlite()
        // What a server takes once, for the first requests of their kinds, is not what the file costs.
        assertPassed(await runProgram('artifact_files', python, server.url), server)
        const before = await readMemory(server.pid)
        const outcome = await runProgram('large_file', python, server.url)
        const after = await readMemory(server.pid)
        assertPassed(outcome, server)
        if (before === undefined || after === undefined) return
        const grownMebibytes = (after.peak - before.resident) / MEBIBYTE
        expect(grownMebibytes).toBeLessThan(100)
      },
      5 * MINUTES,
    )
  }
})
