import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../sqlite-store.ts'

/** The niceness of this process' threads of a name. */
function nicenessOf(name: string): number[] {
  return readdirSync('/proc/self/task').flatMap((id) => {
    const [, ...fields] = readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(/ \((?=[^)]*\) )|\) /)
    return fields[0] === name ? [Number(fields[1]?.split(' ')[16])] : []
  })
}

test.skipIf(process.platform !== 'linux')('reads give way to writes where cores are few', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-priority-'))
  const store = await openSqliteStore({ path: join(folder, 'runs.db'), artifactRoot: 'mlflow-artifacts:/' })
  try {
    await store.statistics()
    const own = getPriority()
    expect([nicenessOf('reprise-reader'), nicenessOf('reprise-writer')]).toEqual([[Math.min(19, own + 10)], [own]])
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
