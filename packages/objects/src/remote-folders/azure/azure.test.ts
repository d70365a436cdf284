import { ensureAzurite, requirePart, type RunningAzurite, startAzurite } from '@reprise/testing'
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeRemoteFolder, fileOf, textOf } from '../../testing/remote-folder-contract.ts'
import { type AzureSettings, remoteFolders } from '../index.ts'

const part = requirePart('Azurite', await ensureAzurite())

describe.skipIf(part.missing)(`a folder in a container of Azure${part.note}`, () => {
  let azurite: RunningAzurite
  let container: string
  beforeAll(async () => {
    azurite = await startAzurite()
    container = await azurite.createContainer()
  })
  afterAll(() => azurite.stop())
  const byKey = (): Partial<AzureSettings> => ({ accountName: azurite.account, accountKey: azurite.key, endpoint: azurite.url })
  const failure = async (settings: Partial<AzureSettings>): Promise<unknown> => {
    const folder = await remoteFolders.azure({ container, prefix: 'x', ...settings })
    return folder.stat('x').then(
      () => undefined,
      (error: unknown) => error,
    )
  }

  describeRemoteFolder(async () => {
    const { connectionString } = azurite
    return remoteFolders.azure({ container: await azurite.createContainer(), prefix: 'some/where', connectionString })
  })

  it('is reached by a key, and by a signature that is short-lived', async () => {
    const credential = new StorageSharedKeyCredential(azurite.account, azurite.key)
    const permissions = AccountSASPermissions.parse('rwdlac')
    const resourceTypes = AccountSASResourceTypes.parse('sco').toString()
    const values = {
      expiresOn: new Date(Date.now() + 3_600_000),
      permissions,
      resourceTypes,
      services: AccountSASServices.parse('b').toString(),
    }
    const sasToken = generateAccountSASQueryParameters(values, credential).toString()
    const one = await remoteFolders.azure({ container, prefix: 'by', ...byKey() })
    await one.write('file', fileOf('x'))
    const other = await remoteFolders.azure({
      container,
      prefix: '',
      accountName: azurite.account,
      sasToken: `?${sasToken}`,
      endpoint: azurite.url,
    })
    expect(await textOf(other, 'by/file')).toBe('x')
  })

  it('says what is wrong', async () => {
    expect(await failure({ ...byKey(), container: 'not-there' })).toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      hint: expect.stringContaining('name'),
    })
    expect(await failure({ ...byKey(), accountKey: Buffer.from('wrong').toString('base64') })).toMatchObject({
      code: expect.stringMatching(/UNAUTHENTICATED|PERMISSION_DENIED/),
    })
    expect(await failure({ accountName: azurite.account, isAnonymous: true, endpoint: azurite.url })).toMatchObject({
      name: 'RepriseError',
    })
    expect(await failure({ ...byKey(), endpoint: 'http://127.0.0.1:1/x' })).toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    await expect(remoteFolders.azure({ container, prefix: '' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect(remoteFolders.azure({ container, prefix: '', connectionString: 'nonsense' })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    })
  })
})
