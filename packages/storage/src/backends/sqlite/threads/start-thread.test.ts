import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'reprise-threads-'))

test.each([[['--max-old-space-size=200']], [['--stack-trace-limit=5']], [[]]])(
  'a store opens in a process with the options %j',
  (options) => {
    const program = `
    const { openSqliteStore } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)})
    const store = await openSqliteStore({ path: ${JSON.stringify(join(folder, 'runs.db'))}, artifactRoot: 'mlflow-artifacts:/' })
    console.log(JSON.stringify(await store.statistics().then(() => 'open')))
    await store.close()`
    try {
      const printed = execFileSync(process.execPath, [...options, '--conditions=@reprise/source', '-e', program], { timeout: 100_000 })
      expect(printed.toString()).toContain('open')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
