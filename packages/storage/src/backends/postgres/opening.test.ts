import { createHash } from 'node:crypto'
import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import { createServer } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ask, createRun } from '../../contract/ask.ts'
import { migrations } from '../../migrations/index.ts'
import { openAt } from './testing/open-store.ts'

const part = requirePart('PostgreSQL', findPostgres())
const SECRET = 'h:u/n%t#er2'

describe.skipIf(part.missing)(`opening a PostgreSQL database${part.note}`, () => {
  let postgres: RunningPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
    await run(postgres.url, `create role keeper login password '${SECRET}'`, 'create database kept owner keeper', 'create role guest login')
    const rules = `('host all keeper 127.0.0.1/32 scram-sha-256'), ('host all all 127.0.0.1/32 trust')`
    await run(postgres.url, `copy (values ${rules}) to '${await read(postgres.url, 'show hba_file')}'`, 'select pg_reload_conf()')
    await vi.waitUntil(() =>
      run(at('keeper', 'kept', 'wrong')).then(
        () => false,
        () => true,
      ),
    )
  })
  afterAll(() => postgres.stop())

  const at = (user: string, database: string, password = SECRET) => {
    const address = new URL(postgres.url)
    address.username = user
    address.password = encodeURIComponent(password)
    address.pathname = database
    return address.href
  }

  test('takes a password with any characters', async () => {
    const store = await openAt(at('keeper', 'kept'))
    await createRun(store)
    await store.close()
  })

  test('says in one line what is wrong, and never the password', async () => {
    const cases = [
      [at('keeper', 'kept', 'wrong+secret'), 'PERMISSION_DENIED', 'refused the login: password authentication failed for user "keeper"'],
      [at('nobody', 'kept'), 'PERMISSION_DENIED', 'role "nobody" does not exist'],
      [at('keeper', 'absent'), 'RESOURCE_DOES_NOT_EXIST', 'database "absent" does not exist'],
      [at('guest', 'kept'), 'PERMISSION_DENIED', 'permission denied'],
      ['postgresql://keeper:wrong+secret@127.0.0.1:1/kept', 'TEMPORARILY_UNAVAILABLE', 'can not be reached'],
      ['postgresql://keeper:wrong+secret@no-such.host.invalid/kept?password=wrong+secret', 'TEMPORARILY_UNAVAILABLE', 'can not be reached'],
      ['postgresql://keeper:wrong+secret#@@:x/kept', 'INVALID_PARAMETER_VALUE', 'not a URL'],
    ] as const
    for (const [address, code, message] of cases) {
      const logged: string[] = []
      const error = await openAt(address, logged).then(
        () => expect.unreachable(),
        (reason) => reason,
      )
      expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
      expect(error.message).not.toContain('\n')
      expect([error.message, error.hint, ...logged].join(' ')).not.toMatch(/wrong.secret|h:u|hunter|%23er2/)
    }
  })

  test('says so when the server can not do what the address asks for, encryption', async () => {
    await expect(openAt(`${at('keeper', 'kept')}?sslmode=no-verify`)).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringContaining('does not support SSL'),
    })
  })

  test('says so when something else answers at the address', async () => {
    const server = createServer((socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    await expect(openAt(`postgresql://a:b@127.0.0.1:${port}/c`)).rejects.toMatchObject({
      message: expect.stringContaining(`127.0.0.1:${port}/c`),
    })
    server.close()
  })

  test('refuses a database of a newer release, and leaves it as it is', async () => {
    const url = await postgres.createDatabase()
    await (await openAt(url)).close()
    await run(url, `insert into schema_versions (version, name) values (99, 'from the future')`)
    await expect(openAt(url)).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED', message: expect.stringContaining('newer release') })
    expect(await read(url, 'select max(version)::text from schema_versions')).toBe('99')
  })

  test('brings a database of an earlier version up to date, with what is in it', async () => {
    const url = await postgres.createDatabase()
    const earlier = migrations.slice(0, 2)
    await run(
      url,
      ...earlier.flatMap(({ statements }) => statements('postgres')),
      'create table schema_versions (version bigint primary key, name text not null, applied timestamptz not null default now())',
      ...earlier.map(({ version, name }) => `insert into schema_versions (version, name) values (${version}, '${name}')`),
      `insert into runs (id, uuid, experiment_id, name, user_id, status, start_time, artifact_uri) values (7, 'old', 0, 'old', '', 3, 1, '')`,
      `insert into datasets (id, experiment_id, name, digest, source_type, source) values (3, 0, 'raw', '${'a'.repeat(32)}', 'local', 'raw')`,
      'insert into inputs (run_id, dataset_id) values (7, 3)',
    )
    const store = await openAt(url)
    expect((await ask(store, 'getLineage', { run_id: 'old' })).nodes.map((node) => node.data?.names[0] ?? node.run?.run_name)).toEqual([
      'old',
      'raw',
    ])
    await ask(store, 'publishPipelineState', { project: 'p', time: 1 })
    expect((await store.verify()).problems).toEqual([])
    await store.close()
    expect(await read(url, `select count(*)::text from pg_namespace where nspname like 'reprise_backup_v2_%'`)).toBe('1')
  })

  test('keeps links of an earlier version good, and no more than hashes of their tokens', async () => {
    const url = await postgres.createDatabase()
    const earlier = migrations.slice(0, 6)
    await run(
      url,
      ...earlier.flatMap(({ statements }) => statements('postgres')),
      'create table schema_versions (version bigint primary key, name text not null, applied timestamptz not null default now())',
      ...earlier.map(({ version, name }) => `insert into schema_versions (version, name) values (${version}, '${name}')`),
      `insert into shares (token, title, content, user_id, creation_time) values ('of-before', 'For Ada', '{"run_ids":[],"metrics":[]}', '', 1)`,
    )
    const store = await openAt(url)
    const { share } = await ask(store, 'getShare', { token: 'of-before' })
    expect(share.title).toBe('For Ada')
    await store.close()
    expect(await read(url, 'select token_hash from shares')).toBe(createHash('sha256').update('of-before').digest('hex'))
  })

  test("refuses another program's database, and leaves it as it is", async () => {
    const url = await postgres.createDatabase()
    await run(url, 'create table experiments (experiment_id int)', 'create table alembic_version (version_num text)')
    await expect(openAt(url)).rejects.toMatchObject({
      code: 'RESOURCE_CONFLICT',
      message: expect.stringContaining('another program (experiments)'),
    })
    expect(await read(url, `select count(*)::text from pg_tables where schemaname = 'public'`)).toBe('2')
  })

  test('refuses an encoding that can not hold every text', async () => {
    await run(postgres.url, `create database latin encoding 'LATIN1' template template0 locale 'C'`)
    await expect(openAt(at('postgres', 'latin'))).rejects.toMatchObject({ message: expect.stringContaining('must be UTF8') })
  })

  test('compares texts by code point whatever the collation of the database', async () => {
    await run(postgres.url, `create database rules template template0 locale_provider icu icu_locale 'en-US' locale 'C'`)
    const store = await openAt(at('postgres', 'rules'))
    const names = ['a', 'B', 'ä', 'Z', '\u{1F600}', '\uFFFD', '_', 'aa']
    for (const name of names) {
      const runId = await createRun(store, { run_name: name, start_time: 1 })
      await ask(store, 'logBatch', { run_id: runId, params: [{ key: 'p', value: name }], tags: [{ key: 't', value: name }] })
    }
    const byCodePoint = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    for (const column of ['attributes.run_name', 'params.p', 'tags.t']) {
      const { runs } = await ask(store, 'searchRuns', { experiment_ids: ['0'], order_by: [`${column} ASC`] })
      expect(runs.map(({ info }) => info.run_name)).toEqual(byCodePoint)
    }
    await store.close()
  })

  test('reads what it wrote whatever the database sets for its sessions', async () => {
    const url = await postgres.createDatabase()
    const name = new URL(url).pathname.slice(1)
    await run(
      url,
      `alter database ${name} set extra_float_digits = -15`,
      `alter database ${name} set bytea_output = 'escape'`,
      `alter database ${name} set default_transaction_isolation = 'serializable'`,
      `alter database ${name} set default_transaction_read_only = on`,
      `alter database ${name} set datestyle = 'german'`,
    )
    const store = await openAt(url)
    const runId = await createRun(store)
    await ask(store, 'logMetric', { run_id: runId, key: 'm', value: 0.1 + 0.2, timestamp: 1 })
    const { run: found } = await ask(store, 'getRun', { run_id: runId })
    expect(found.data?.metrics[0]?.value).toBe(0.1 + 0.2)
    const { metrics } = await ask(store, 'getMetricHistory', { run_id: runId, metric_key: 'm' })
    expect(metrics[0]?.value).toBe(0.1 + 0.2)
    await store.close()
  })

  test('says so when the database does not wait for its disk', async () => {
    const logged: string[] = []
    await (await openAt(await postgres.createDatabase(), logged)).close()
    expect(logged).toEqual([expect.stringContaining('may be lost in a crash')])
  })

  test('closing twice is fine, and nothing is answered afterwards', async () => {
    const url = await postgres.createDatabase()
    const store = await openAt(url)
    await createRun(store)
    await Promise.all([store.close(), store.close()])
    await expect(createRun(store)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', message: 'The store is closed.' })
    await expect.poll(() => read(url, 'select count(*)::text from pg_stat_activity where datname = current_database()')).toBe('1')
  })
})

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The one text that a statement answers. */
async function read(url: string, statement: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<string[]>({ text: statement, rowMode: 'array' })).rows[0]?.[0] ?? ''
  } finally {
    await client.end()
  }
}
