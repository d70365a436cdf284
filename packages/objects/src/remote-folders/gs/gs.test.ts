import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, ensureGcs, requirePart, type RunningGcs, startGcs } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeRemoteFolder, list } from '../../testing/remote-folder-contract.ts'
import { remoteFolders } from '../index.ts'

const part = requirePart('a server of Google Cloud Storage', await ensureGcs())

describe.skipIf(part.missing)(`a folder in a bucket of Google Cloud Storage${part.note}`, () => {
  let gcs: RunningGcs
  beforeAll(async () => void (gcs = await startGcs()))
  afterAll(() => gcs.stop())
  const open = async (prefix: string) =>
    remoteFolders.gs({ bucket: await gcs.createBucket(), prefix, endpoint: gcs.url, isAnonymous: true })

  describeRemoteFolder(() => open('some/where'))

  describe('at the top of the bucket', () => {
    describeRemoteFolder(() => open(''))
  })

  it('says what is wrong', async () => {
    const missing = await remoteFolders.gs({ bucket: 'not-there', prefix: '', endpoint: gcs.url, isAnonymous: true })
    for (const work of [() => missing.stat('x'), () => missing.open('x'), () => list(missing, '')])
      await expect(work()).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    const nobody = await remoteFolders.gs({ bucket: 'x', prefix: '', endpoint: 'http://127.0.0.1:2', isAnonymous: true })
    await expect(nobody.stat('x')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
    await using folder = await createTemporaryFolder('gs')
    const credentialFile = join(folder.path, 'key.json')
    for (const content of ['{}', 'nonsense']) {
      writeFileSync(credentialFile, content)
      const opening = remoteFolders.gs({ bucket: 'x', prefix: '', credentialFile, endpoint: gcs.url })
      await expect(opening).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('no credentials of Google') })
    }
  })
})
