import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createTemporaryFolder,
  ensureAsyncSsh,
  ensureOpenSsh,
  requirePart,
  type RunningSsh,
  startSsh,
  type TemporaryFolder,
} from '@reprise/testing'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeRemoteFolder, fileOf, list, textOf } from '../../testing/remote-folder-contract.ts'
import { remoteFolders, type SshSettings } from '../index.ts'

const encrypted = ssh2.utils.generateKeyPairSync('ed25519', { passphrase: 'phrase', cipher: 'aes256-ctr', rounds: 2 })
const asyncssh = requirePart('asyncssh', await ensureAsyncSsh())
const openssh = await ensureOpenSsh()
const kinds = openssh.reason === undefined ? (['openssh', 'asyncssh'] as const) : (['asyncssh'] as const)

let temporary: TemporaryFolder
let count = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('ssh-home')))
afterAll(() => temporary.remove())

/** A home that knows the server, with these lines in `~/.ssh/config`. */
function homeOf({ knownHosts }: RunningSsh, config: readonly string[] = []): string {
  const home = join(temporary.path, String(count++))
  mkdirSync(join(home, '.ssh'), { recursive: true })
  writeFileSync(join(home, '.ssh/known_hosts'), readFileSync(knownHosts))
  writeFileSync(join(home, '.ssh/config'), config.join('\n'))
  return home
}

function settingsOf(server: RunningSsh): SshSettings {
  const { host, port, user, keyFile } = server
  return { host, port, user, keyFile, path: join(server.folder, `place ${count++}`, 'below'), home: homeOf(server) }
}

describe.skipIf(asyncssh.missing).each(kinds)(`a folder over SSH: %s${asyncssh.note}`, (kind) => {
  let server: RunningSsh
  beforeAll(async () => void (server = await startSsh({ kind, authorized: [encrypted.public] })))
  afterAll(() => server.stop())
  const open = (more: Partial<SshSettings> = {}) => remoteFolders.ssh({ ...settingsOf(server), ...more })
  const failure = async (more: Partial<SshSettings>): Promise<unknown> => {
    const folder = await open(more)
    const error: unknown = await folder.stat('x').catch((cause: unknown) => cause)
    await folder.close()
    return error
  }

  describeRemoteFolder(() => open())

  it('leaves nothing half-written, and removes what others have left long ago', async () => {
    const path = join(server.folder, `left ${count++}`)
    let folder = await open({ path })
    await folder.write('a/file', fileOf('x'))
    expect(readdirSync(join(path, '.unfinished'))).toEqual([])
    for (const name of ['old', 'new']) writeFileSync(join(path, '.unfinished', name), 'half')
    utimesSync(join(path, '.unfinished/old'), 1, 1)
    await folder.close()
    folder = await open({ path })
    await folder.write('a/other', fileOf('x')).catch(() => undefined)
    expect([readdirSync(join(path, '.unfinished')), await list(folder, '')]).toEqual([['new'], ['a/file 1', 'a/other 1']])
    await folder.close()
  })

  it('takes a key with a passphrase, and says when it has none or the wrong one', async () => {
    const keyFile = join(temporary.path, `key-${count++}`)
    writeFileSync(keyFile, encrypted.private)
    const folder = await open({ keyFile, passphrase: 'phrase' })
    expect(await folder.stat('none')).toBeUndefined()
    await folder.close()
    expect(await failure({ keyFile })).toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('it has a passphrase') })
    expect(await failure({ keyFile, passphrase: 'no' })).toMatchObject({ message: expect.stringContaining('the passphrase is wrong') })
    expect(await failure({ keyFile: '/nowhere/key' })).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('/nowhere/key'),
    })
  })

  it('says what keeps it from logging in', async () => {
    const keyFile = join(temporary.path, `key-${count++}`)
    writeFileSync(keyFile, ssh2.utils.generateKeyPairSync('ed25519').private)
    expect(await failure({ keyFile })).toMatchObject({ code: 'UNAUTHENTICATED', hint: expect.stringContaining('keyfile') })
    expect(await failure({ keyFile: undefined })).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('no keys at all'),
    })
  })

  it('says when a host is not known, and when it is another than before', async () => {
    const home = homeOf(server)
    writeFileSync(join(home, '.ssh/known_hosts'), '')
    expect(await failure({ home })).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining(server.hostKey.fingerprint),
      hint: expect.stringContaining(`ssh-keyscan -p ${server.port} 127.0.0.1 >>`),
    })
    const line = readFileSync(server.knownHosts, 'utf8')
    writeFileSync(join(home, '.ssh/known_hosts'), line.replace(/.{60}$/m, `${'A'.repeat(59)}=`))
    expect(await failure({ home })).toMatchObject({ code: 'PERMISSION_DENIED', hint: expect.stringContaining('ssh-keygen -R') })
    writeFileSync(join(home, '.ssh/known_hosts'), `@revoked ${line}`)
    expect(await failure({ home })).toMatchObject({ message: expect.stringContaining('revoked') })
    writeFileSync(join(home, '.ssh/known_hosts'), '')
    writeFileSync(join(home, '.ssh/config'), 'StrictHostKeyChecking accept-new\n')
    expect(await failure({ home })).toBeUndefined()
    expect(readFileSync(join(home, '.ssh/known_hosts'), 'utf8')).toBe(line)
  })

  it('takes host, user, port and keys from ~/.ssh/config', async () => {
    const { host, port, user, keyFile } = server
    const home = homeOf(server, [
      'Host lab*',
      `  HostName ${host}`,
      `  Port=${port}`,
      `  User "${user}"`,
      '  Include keys',
      'Host *',
      '  User nobody-else',
    ])
    writeFileSync(join(home, '.ssh/keys'), `IdentityFile ${join(home, '.ssh/id_none')}\nIdentityFile ${keyFile}\n`)
    const folder = await open({ host: 'lab1', port: undefined, user: undefined, keyFile: undefined, home })
    await folder.write('x', fileOf('x'))
    expect(await textOf(folder, 'x')).toBe('x')
    await folder.close()
    writeFileSync(join(home, '.ssh/config'), 'Host *\n  ProxyCommand nc %h %p\n')
    expect(await failure({ home })).toMatchObject({ code: 'NOT_IMPLEMENTED', message: expect.stringContaining('ProxyCommand') })
  })

  it('says when there is nobody, or when it may not write', async () => {
    const error = await failure({ port: 1, timeout: 2_000 })
    expect(error).toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringMatching(/127\.0\.0\.1:1 can not be reached \(.*ECONNREFUSED/),
    })
    const folder = await open({ path: '/proc/nothing/here' })
    await expect(folder.write('x', fileOf('x'))).rejects.toMatchObject({ name: 'RepriseError' })
    await folder.close()
  })
})

describe.skipIf(asyncssh.missing)(`logging in with a password${asyncssh.note}`, () => {
  it.each([false, true])('goes as a password, or as an answer to a question: %s', async (isInteractive) => {
    await using server = await startSsh({ kind: 'asyncssh', isInteractive })
    const folder = await remoteFolders.ssh({ ...settingsOf(server), keyFile: undefined, password: server.password })
    await folder.write('x', fileOf('x'))
    expect(await textOf(folder, 'x')).toBe('x')
    await folder.close()
    const other = await remoteFolders.ssh({ ...settingsOf(server), keyFile: undefined, password: 'wrong' })
    await expect(other.stat('x')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await other.close()
  })
})

// Without OpenSSH there are no such tests: the other server forwards nothing, and serves all connections in one process.
describe.each(openssh.reason === undefined ? ['OpenSSH'] : [])('over another host, and over lines that break: %s', () => {
  it('goes through the host that ProxyJump names', async () => {
    await using server = await startSsh({ kind: 'openssh' })
    const { host, port, user, keyFile } = server
    // The same server, once as the one between.
    const lines = ['Host between', `  HostName ${host}`, `  Port ${port}`, `  User ${user}`, `  IdentityFile ${keyFile}`]
    const home = homeOf(server, [...lines, 'Host far', `  HostName ${host}`, '  ProxyJump between'])
    const folder = await remoteFolders.ssh({ ...settingsOf(server), host: 'far', home })
    await folder.write('x', fileOf('x'))
    expect(await textOf(folder, 'x')).toBe('x')
    await folder.close()
  })

  it('goes on where a connection broke', async () => {
    await using server = await startSsh({ kind: 'openssh', config: ['MaxSessions 2'] })
    const folder = await remoteFolders.ssh(settingsOf(server))
    const content = Buffer.alloc(20_000_000, 'abcdefg')
    await folder.write('large', fileOf(content))
    const file = await folder.open('large')
    const pieces: Uint8Array[] = []
    for await (const piece of file?.read() ?? []) {
      if (pieces.push(piece) === 3) server.killConnections()
    }
    expect(Buffer.concat(pieces).equals(content)).toBe(true)
    server.killConnections()
    await folder.write('after', fileOf('after'))
    expect(await list(folder, '')).toEqual(['after 5', 'large 20000000'])
    await folder.close()
  })
})
