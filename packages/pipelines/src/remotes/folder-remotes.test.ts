import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createTemporaryFolder,
  ensureAsyncSsh,
  ensureAzurite,
  ensureGcs,
  ensureOpenSsh,
  ensureWebdav,
  requirePart,
  type RunningAzurite,
  type RunningGcs,
  type RunningSsh,
  type RunningWebdav,
  startAzurite,
  startGcs,
  startSsh,
  startWebdav,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Setting } from '../config/index.ts'
import { findDvc } from '../testing/dvc.ts'
import { describeInTurnWithDvc } from '../testing/in-turn-with-dvc.ts'
import { describeRemote } from '../testing/remote-store-contract.ts'
import { parseDvcFile } from '../files/index.ts'
import { describeUrlData, findUrlData } from '../importing/url-data.ts'
import { writeFiles } from '../testing/project-folder.ts'
import { openRemote, openUrlSource, type RemoteOptions, resolveUrl } from './index.ts'

const temporary = await createTemporaryFolder('folder-remotes')
const dvc = await findDvc(temporary.path, 'dvc-remotes')
afterAll(() => temporary.remove())
let count = 0

type Options = Readonly<Record<string, Setting>>
const remoteOf = (settings: Options, options?: RemoteOptions) =>
  openRemote('r', new Map([['r', new Map(Object.entries(settings))]]), options)

const ssh = requirePart('asyncssh', await ensureAsyncSsh())
describe.skipIf(ssh.missing)(`a remote over SSH${ssh.note}`, () => {
  let server: RunningSsh
  let home: string
  beforeAll(async () => {
    server = await startSsh({ kind: (await ensureOpenSsh()).reason === undefined ? 'openssh' : 'asyncssh' })
    home = join(temporary.path, 'home')
    mkdirSync(join(home, '.ssh'), { recursive: true })
    writeFileSync(join(home, '.ssh/known_hosts'), readFileSync(server.knownHosts))
  })
  afterAll(() => server.stop())
  const settings = () => ({
    url: `ssh://${server.host}${server.folder}/${count++}/some place`,
    port: server.port,
    user: server.user,
    keyfile: server.keyFile,
  })

  describeRemote(() => remoteOf(settings(), { home }))

  test('is written as DVC writes it', async () => {
    const { url, port, user, keyfile } = settings()
    await using remote = await remoteOf(
      { url: url.replace('//', `//${user}@`).replace('127.0.0.1', `127.0.0.1:${port}/`), keyfile },
      { home },
    )
    expect(await remote.has('files/md5/ab/c')).toBe(false)
    await expect(remoteOf({ url: 'ssh:///path' })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await expect(remoteOf({ url, gss_auth: true })).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED' })
    await expect(remoteOf({ url, ask_password: true })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    const asked: string[] = []
    const askPassword = async (question: string): Promise<string> => `${asked.push(question)}`
    await using _other = await remoteOf({ url, user, ask_password: true, ask_passphrase: true }, { home, askPassword })
    expect(asked).toEqual([`Enter a password for ${user}@127.0.0.1: `, `Enter a passphrase for ${user}@127.0.0.1: `])
  })

  describe.skipIf(dvc.part.missing)(`in turn with DVC${dvc.part.note}`, () => {
    const folder = join(temporary.path, 'ssh')
    const nextRemote = () => Object.fromEntries(Object.entries(settings()).map(([name, value]) => [name, String(value)]))
    describeInTurnWithDvc({ dvc, folder, nextRemote, options: () => ({ home }), isShort: true })
  })
})

/** A file and a folder are put into a remote, imported by DVC, and described by us. */
async function expectSameImports(config: Readonly<Record<string, string>>): Promise<void> {
  const remotes = new Map([['r', new Map(Object.entries(config).map(([key, value]) => [key, value === 'true' ? true : value]))]])
  await using remote = await openRemote('r', remotes)
  const file = join(temporary.path, `content-${count++}`)
  for (const [path, text] of Object.entries({ 'd/a': 'a', 'd/sub/ü b': 'b', 'd/sub.x': 'c', file: 'd' })) {
    writeFileSync(file, text)
    await remote.put(path, { file, size: text.length })
  }
  const root = join(temporary.path, `imports-${count++}`)
  const lines = Object.entries(config).map(([option, value]) => `    ${option} = ${value}\n`)
  writeFiles(root, { '.dvc/config': `[core]\n    no_scm = True\n['remote "r"']\n${lines.join('')}` })
  for (const path of ['d', 'file']) {
    const url = `remote://r/${path}`
    expect(await dvc.run(root, 'import-url', '-q', url)).toMatchObject({ code: 0 })
    await using source = await openUrlSource(resolveUrl(url, remotes), {})
    const data = await findUrlData(source)
    const { hash, meta } = await describeUrlData(source, data ?? { isFolder: false, files: [] }, AbortSignal.timeout(60_000))
    const [dep] = parseDvcFile(readFileSync(join(root, `${path}.dvc`), 'utf8'), path).deps
    expect(dep).toMatchObject({ kind: 'file', path: url, hash, meta })
  }
}

/** DVC itself fails to import a file over WebDAV, so this is not asked of every kind. */
function testSameImports(settings: () => Promise<Readonly<Record<string, string>>>): void {
  test.skipIf(dvc.part.missing)(`imports are recorded as DVC records them${dvc.part.note}`, { timeout: 400_000 }, async () => {
    await expectSameImports(await settings())
  })
}

/** One remote over all the ways in which it is looked at; `settings` are those of a new and empty one. */
function describeKind(name: string, settings: () => Promise<Readonly<Record<string, string>>>): void {
  describeRemote(async () =>
    remoteOf(Object.fromEntries(Object.entries(await settings()).map(([key, value]) => [key, value === 'true' ? true : value]))),
  )

  describe.skipIf(dvc.part.missing)(`in turn with DVC${dvc.part.note}`, () => {
    describeInTurnWithDvc({ dvc, folder: join(temporary.path, name), nextRemote: settings, isShort: true })
  })
}

const azure = requirePart('Azurite', await ensureAzurite())
describe.skipIf(azure.missing)(`a remote in a container of Azure${azure.note}`, () => {
  let server: RunningAzurite
  beforeAll(async () => void (server = await startAzurite()))
  afterAll(() => server.stop())
  const settings = async () => ({
    url: `azure://${await server.createContainer()}/some/place`,
    connection_string: server.connectionString,
  })
  describeKind('azure', settings)
  testSameImports(settings)

  test('takes the account from variables and from ~/.azure/config, as Azure does', async () => {
    const home = join(temporary.path, 'azure-home')
    mkdirSync(join(home, '.azure'), { recursive: true })
    const container = await server.createContainer()
    writeFileSync(join(home, '.azure/config'), `[storage]\ncontainer_name = ${container}\nconnection_string = ${server.connectionString}\n`)
    await using remote = await remoteOf({ url: 'azure://' }, { home })
    expect([remote.url, await remote.has('x')]).toEqual([`azure://${container}`, false])
    const environment = { AZURE_STORAGE_CONNECTION_STRING: server.connectionString }
    await using other = await remoteOf({ url: `azure://${container}/a` }, { environment, home: temporary.path })
    expect(await other.has('x')).toBe(false)
    await expect(remoteOf({ url: `azure://${container}` }, { home: temporary.path })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})

const gcs = requirePart('a server of Google Cloud Storage', await ensureGcs())
describe.skipIf(gcs.missing)(`a remote in a bucket of Google Cloud Storage${gcs.note}`, () => {
  let server: RunningGcs
  beforeAll(async () => void (server = await startGcs()))
  afterAll(() => server.stop())
  const settings = async () => ({
    url: `gs://${await server.createBucket()}/some/place`,
    endpointurl: server.url,
    allow_anonymous_login: 'true',
  })
  describeKind('gs', settings)
  testSameImports(settings)
})

const webdav = requirePart('a WebDAV server', await ensureWebdav())
describe.skipIf(webdav.missing)(`a remote of a WebDAV server${webdav.note}`, () => {
  let server: RunningWebdav
  beforeAll(async () => void (server = await startWebdav()))
  afterAll(() => server.stop())
  describeKind('webdav', async () => {
    const path = `${count++}/place`
    // DVC makes no folders above its own.
    mkdirSync(join(server.folder, path), { recursive: true })
    return { url: `${server.url.replace('http', 'webdav')}/${path}`, user: server.user, password: server.password }
  })

  test('is asked as DVC asks, and runs no command of a configuration', async () => {
    const url = server.url.replace('http', 'webdav')
    const authorization = `Basic ${Buffer.from(`${server.user}:${server.password}`).toString('base64')}`
    await using remote = await remoteOf({ url, custom_auth_header: 'Authorization', password: authorization })
    expect(await remote.has('x')).toBe(false)
    await using token = await remoteOf({ url, token: 'x' })
    await expect(token.has('x')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect(remoteOf({ url, bearer_token_command: 'true' })).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED' })
  })
})

describe('a remote in Google Drive', () => {
  const kept = JSON.stringify({
    client_id: 'id',
    client_secret: 'secret',
    refresh_token: 'refresh',
    token_uri: 'http://127.0.0.1:2',
    _module: 'oauth2client.client',
  })

  test('is open to whoever logged in with DVC', async () => {
    const home = join(temporary.path, 'drive-home')
    const url = 'gdrive://appDataFolder/some/place'
    await expect(remoteOf({ url }, { home })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      hint: expect.stringContaining('Log in once with dvc'),
    })
    const folder = join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'pydrive2fs/mine')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'work.json'), kept)
    await using remote = await remoteOf({ url, gdrive_client_id: 'mine', profile: 'work' }, { home })
    expect([remote.url, remote.jobs]).toEqual([url, 8])
    await using _named = await remoteOf({ url, gdrive_user_credentials_file: join(folder, 'work.json') }, { home })
    await using _given = await remoteOf({ url }, { home, environment: { GDRIVE_CREDENTIALS_DATA: kept } })
  })

  test('takes the key of a service account', async () => {
    const file = join(temporary.path, 'account.json')
    const settings = { url: 'gdrive://1AbC', gdrive_use_service_account: true }
    await expect(remoteOf(settings)).rejects.toMatchObject({ hint: expect.stringContaining('gdrive_service_account_json_file_path') })
    writeFileSync(file, kept)
    await expect(remoteOf({ ...settings, gdrive_service_account_json_file_path: file })).rejects.toThrow('no key of a service account')
    writeFileSync(file, JSON.stringify({ type: 'service_account', client_email: 'a@b', private_key: 'key' }))
    await using _remote = await remoteOf({ ...settings, gdrive_service_account_json_file_path: file })
    await expect(remoteOf({ url: 'gdrive:///path' })).rejects.toThrow('Empty GDrive URL')
  })
})
