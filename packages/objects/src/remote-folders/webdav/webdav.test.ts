import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureWebdav, requirePart, type RunningWebdav, startWebdav } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeRemoteFolder, fileOf } from '../../testing/remote-folder-contract.ts'
import { remoteFolders } from '../index.ts'

const part = requirePart('a WebDAV server', await ensureWebdav())

describe.skipIf(part.missing)(`a folder of a WebDAV server${part.note}`, () => {
  let server: RunningWebdav
  let count = 0
  beforeAll(async () => void (server = await startWebdav()))
  afterAll(() => server.stop())
  const open = (path: string, password = server.password) => {
    const headers = { authorization: `Basic ${Buffer.from(`${server.user}:${password}`).toString('base64')}` }
    return remoteFolders.webdav({ url: `${server.url}/${path}`, shown: `webdav://${path}`, headers })
  }

  // This server reads what is behind # or ? in the name of a file that is renamed as something else.
  describeRemoteFolder(() => open(`deep/place%20${count++}`), 'a b/ü+%&=\'".txt')

  it('leaves nothing half-written', async () => {
    const folder = await open('clean')
    await folder.write('a/file', fileOf('x'))
    expect(readdirSync(join(server.folder, 'clean/a'))).toEqual(['file'])
  })

  it('says what is wrong', async () => {
    await expect((await open('x', 'wrong')).stat('x')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    const nobody = await remoteFolders.webdav({ url: 'http://127.0.0.1:2/x', shown: 'webdav://x', headers: {} })
    await expect(nobody.stat('x')).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })
})
