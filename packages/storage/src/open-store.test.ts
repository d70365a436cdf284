import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { expect, test } from 'vitest'
import { openStore } from './open-store.ts'

const options = { artifactRoot: 'mlflow-artifacts:/' }

test('opens a file, also when it is written as MLflow writes it', async () => {
  await using folder = await createTemporaryFolder()
  const [plain, absolute, below] = ['a.db', 'b.db', 'c.db'].map((name) => join(folder.path, name)) as [string, string, string]
  for (const place of [plain, `sqlite:///${absolute}`, `sqlite:///${relative(process.cwd(), below)}`]) {
    const store = await openStore(place, options)
    expect((await store.statistics()).backend).toBe('sqlite')
    await store.close()
  }
  expect([plain, absolute, below].map((path) => existsSync(path))).toEqual([true, true, true])
})

test.each(['postgres', 'postgresql', 'postgresql+psycopg2', 'POSTGRESQL'])('takes %s:// for a database', async (scheme) => {
  await expect(openStore(`${scheme}://user:secret@127.0.0.1:1/runs`, options)).rejects.toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    message: expect.stringContaining('postgresql://user@127.0.0.1:1/runs can not be reached'),
  })
})

test.each(['mysql://user:secret@host/runs', 'mssql+pyodbc://user:secret@host/runs'])(
  'refuses %s without a word of the password',
  async (place) => {
    const error = await openStore(place, options).catch((reason: Error & { code: string }) => reason)
    expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    expect(JSON.stringify(error)).not.toContain('secret')
  },
)
