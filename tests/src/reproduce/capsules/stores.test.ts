import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { createTemporaryFolder, findPostgres, requirePart, startPostgres, startRepriseServer } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { reprise } from '../../e2e/reprise.ts'
import { openPlace } from '../place.ts'
import { makeCapsule } from './make-capsule.ts'

const postgres = requirePart('PostgreSQL', findPostgres())

describe.skipIf(postgres.missing)(`with PostgreSQL${postgres.note}`, () => {
  it('a capsule goes from a server over SQLite to one over PostgreSQL and back, and nothing is lost', async () => {
    await using place = await openPlace()
    await using folder = await createTemporaryFolder('capsules')
    await using database = await startPostgres()
    await using other = await startRepriseServer({ store: await database.createDatabase(), artifacts: join(folder.path, 'artifacts') })
    const env = { REPRISE_TRACKING_URI: other.url }
    const first = await makeCapsule(place)
    const there = await reprise(['capsule', 'import', first, '--experiment', 'carried'], { env })
    expect(there.code, there.stderr).toBe(0)
    const second = join(folder.path, 'second.zip')
    expect(await reprise(['capsule', 'export', there.stdout.trim(), '--output', second], { env })).toMatchObject({ code: 0 })
    const back = await place.reprise(['capsule', 'import', second])
    expect(back.code, back.stderr).toBe(0)

    const { run } = await createClient({ url: place.server.url }).getRun({ run_id: back.stdout.trim() })
    expect(run.data).toMatchObject({ params: [{ key: 'lr', value: '0.1' }], metrics: [{ key: 'loss', value: 0.5, step: 1 }] })
    expect(run.data?.tags).toEqual(
      expect.arrayContaining([
        { key: 'note', value: 'kept ✓' },
        { key: 'reprise.capsule.run', value: there.stdout.trim() },
      ]),
    )
    expect((await readFile(second)).length).toBeGreaterThan(1_000)
    expect(await reprise(['capsule', 'import', first], { env })).toMatchObject({ code: 0, stdout: there.stdout })
  })
})
