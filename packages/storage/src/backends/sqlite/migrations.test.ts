import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import type { Migration } from '../../migrations/migration.ts'
import { runMigrations } from '../../migrations/run-migrations.ts'
import { asMigrationTarget, openForWriting } from './file/open-file.ts'
import { openSqliteStore } from './sqlite-store.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprise-migrations-'))
  path = join(folder, 'store.db')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function migrate(list: readonly Migration[]): Promise<string | undefined> {
  const database = openForWriting(path)
  try {
    return await runMigrations(asMigrationTarget(database, path), list)
  } finally {
    database.close()
  }
}

function inspect<Result>(file: string, use: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(file)
  try {
    return use(database)
  } finally {
    database.close()
  }
}

const versionOf = (file: string) => inspect(file, (database) => database.prepare('pragma user_version').get()?.['user_version'])
const insert = "insert into experiments (name, artifact_location, creation_time, last_update_time) values ('kept', '', 1, 1)"
const countKept = (file: string) =>
  inspect(file, (database) => database.prepare("select count(*) as kept from experiments where name = 'kept'").get()?.['kept'])

const next: Migration = { version: migrations.length + 1, name: 'next', statements: () => ['create table added (id integer primary key)'] }
const broken: Migration = { ...next, statements: () => ['create table added (id integer primary key)', 'create nonsense'] }

describe('migrations', () => {
  test('are numbered without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  })

  test.each(migrations.map(({ version }) => version))(
    'bring a store of version %i to the next one, after a copy was made',
    async (version) => {
      await migrate(migrations.slice(0, version))
      inspect(path, (database) => database.exec(insert))
      const copy = await migrate([...migrations, next])
      expect(copy).toBe(`${path}.version-${version}.backup`)
      expect([versionOf(copy ?? ''), countKept(copy ?? '')]).toEqual([version, 1])
      expect([versionOf(path), countKept(path)]).toEqual([next.version, 1])
    },
  )

  test('make no copy of an empty or up-to-date store', async () => {
    expect(await migrate(migrations)).toBeUndefined()
    expect(await migrate(migrations)).toBeUndefined()
    expect(existsSync(`${path}.version-1.backup`)).toBe(false)
  })

  test('leave everything as it was when one fails', async () => {
    await migrate(migrations)
    inspect(path, (database) => database.exec(insert))
    await expect(migrate([...migrations, broken])).rejects.toThrow('nonsense')
    expect([versionOf(path), countKept(path)]).toEqual([migrations.length, 1])
    expect(inspect(path, (database) => database.prepare("select 1 from sqlite_master where name = 'added'").get())).toBeUndefined()
    await (await openSqliteStore({ path, artifactRoot: '' })).close()
  })
})
