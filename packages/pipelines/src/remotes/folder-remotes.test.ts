import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, ensureAsyncSsh, ensureOpenSsh, requirePart, type RunningSsh, startSsh } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Setting } from '../config/index.ts'
import { findDvc } from '../testing/dvc.ts'
import { describeInTurnWithDvc } from '../testing/in-turn-with-dvc.ts'
import { describeRemote } from '../testing/remote-store-contract.ts'
import { openRemote, type RemoteOptions } from './index.ts'

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
