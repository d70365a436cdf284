import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DriveServer, startDriveServer } from '../../testing/drive-server.ts'
import { describeRemoteFolder, fileOf, list, textOf } from '../../testing/remote-folder-contract.ts'
import { type GdriveSettings, remoteFolders } from '../index.ts'

/** Against answers in the form of Google's reference; Google itself was not asked. */
describe('a folder of Google Drive', () => {
  let server: DriveServer
  let count = 0
  beforeAll(async () => void (server = await startDriveServer()))
  afterAll(() => server[Symbol.asyncDispose]())
  const user = (refreshToken = 'refresh') => ({ clientId: 'id', clientSecret: 'secret', refreshToken, tokenUrl: `${server.url}token` })
  const open = (path: string, more: Partial<GdriveSettings> = {}) =>
    remoteFolders.gdrive({ root: 'root', path, login: user(), endpoint: server.url, ...more })

  describeRemoteFolder(() => open(`place ${count++}/below`))

  it('finds files in folders of the same name, and takes the one that DVC takes', async () => {
    const parent = server.addFolder('twins', 'root')
    const [one, two] = [server.addFolder('files', parent), server.addFolder('files', parent)]
    const [first, second] = [await open('', { root: one }), await open('', { root: two })]
    await first.write('a', fileOf('a'))
    await second.write('b', fileOf('b'))
    await second.write('A', fileOf('A'))
    const both = await open('', { root: parent })
    expect([await textOf(both, 'files/a'), await textOf(both, 'files/b'), await list(both, 'files/')]).toEqual([
      'a',
      'b',
      ['files/A 1', 'files/a 1', 'files/b 1'],
    ])
    await both.write('files/c', fileOf('c'))
    expect(await list(first, '')).toEqual(['a 1', 'c 1'])
  })

  it('makes each folder once, however many files are written at a time', async () => {
    const folder = await open(`once ${count++}`)
    await Promise.all(Array.from({ length: 10 }, (_, index) => folder.write(`files/md5/aa/${index}`, fileOf('x'))))
    expect([...server.files.values()].filter(({ name }) => name === 'aa').length).toBe(1)
  })

  it('moves what is deleted to the trash where that is wanted', async () => {
    const folder = await open(`trash ${count++}`, { trashOnly: true })
    await folder.write('file', fileOf('x'))
    await folder.delete(['file'])
    expect([await folder.stat('file'), [...server.files.values()].filter(({ trashed }) => trashed).length]).toEqual([undefined, 1])
  })

  it('asks again where Google wants to be asked less often, and says what is wrong elsewhere', async () => {
    const folder = await open(`slow ${count++}`)
    await folder.write('file', fileOf('x'))
    server.failures.push([403, 'userRateLimitExceeded'], [503, 'backendError'])
    expect(await textOf(folder, 'file')).toBe('x')
    server.failures.push([403, 'storageQuotaExceeded'])
    await expect(folder.write('file', fileOf('y'))).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
    server.failures.push([403, 'insufficientFilePermissions'])
    await expect(folder.stat('file')).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      hint: expect.stringContaining('Share the folder'),
    })
    await expect((await open('', { root: 'no-such-id' })).stat('x')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect((await open('', { login: user('old') })).stat('x')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect((await open('', { login: { email: 'a@b', key: 'nonsense' } })).stat('x')).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })
})
