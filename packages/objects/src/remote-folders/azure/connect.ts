import { RepriseError } from '@reprise/protocol/errors'
import type * as storageBlob from '@azure/storage-blob'
import type { ContainerClient, StoragePipelineOptions } from '@azure/storage-blob'
import { importOptional } from '../optional-library.ts'
import type { AzureSettings } from './settings.ts'

const TRIES = 4
const PAUSE = 300
const LONGEST_PAUSE = 10_000

/** A client of one container, and how its library is called. */
export interface Azure {
  readonly container: ContainerClient
  /** `azure://container/prefix`. */
  readonly url: string
  nameOf(path: string): string
}

export async function connectAzure(settings: AzureSettings): Promise<Azure> {
  const { container, prefix } = settings
  const library = await importOptional('@azure/storage-blob', () => import('@azure/storage-blob'))
  const options: StoragePipelineOptions = {
    retryOptions: { maxTries: TRIES, retryDelayInMs: PAUSE, maxRetryDelayInMs: LONGEST_PAUSE },
    keepAliveOptions: { enable: true },
  }
  return {
    container: (await openService(library, settings, options)).getContainerClient(container),
    url: `azure://${container}${prefix === '' ? '' : `/${prefix}`}`,
    nameOf: (path) => (prefix === '' ? path : `${prefix}/${path}`),
  }
}

type Library = typeof storageBlob

async function openService(library: Library, settings: AzureSettings, options: StoragePipelineOptions) {
  const { connectionString, accountName, accountKey, sasToken, isAnonymous } = settings
  const { AnonymousCredential, BlobServiceClient, StorageSharedKeyCredential } = library
  if (connectionString !== undefined) {
    try {
      return BlobServiceClient.fromConnectionString(connectionString, options)
    } catch (error) {
      throw new RepriseError(
        'INVALID_PARAMETER_VALUE',
        `The connection_string of the remote can not be read: ${(error as Error).message}`,
        { cause: error },
      )
    }
  }
  if (accountName === undefined)
    throw new RepriseError('UNAUTHENTICATED', 'Azure has to know the account: neither account_name nor connection_string is given.', {
      hint: 'Set one of them: reprise remote modify NAME account_name …, or the variable AZURE_STORAGE_ACCOUNT.',
    })
  const endpoint = settings.endpoint ?? `https://${accountName}.blob.core.windows.net`
  const principal = await findPrincipal(settings)
  if (principal !== undefined) return new BlobServiceClient(endpoint, principal, options)
  if (accountKey !== undefined) return new BlobServiceClient(endpoint, new StorageSharedKeyCredential(accountName, accountKey), options)
  if (sasToken !== undefined) return new BlobServiceClient(`${endpoint}?${sasToken.replace(/^\?/, '')}`, new AnonymousCredential(), options)
  if (isAnonymous === true) return new BlobServiceClient(endpoint, new AnonymousCredential(), options)
  return new BlobServiceClient(endpoint, await findLogin(settings), options)
}

/** Whoever is logged in: by variables, on a machine of Azure, or with one of its tools. */
async function findLogin({ excludes = {} }: AzureSettings) {
  const identity = await importOptional('@azure/identity', () => import('@azure/identity'))
  if (excludes.environment !== true && excludes.managedIdentity !== true) return new identity.DefaultAzureCredential()
  return new identity.ChainedTokenCredential(
    ...(excludes.environment === true ? [] : [new identity.EnvironmentCredential()]),
    ...(excludes.managedIdentity === true ? [] : [new identity.ManagedIdentityCredential()]),
    new identity.AzureCliCredential(),
    new identity.AzurePowerShellCredential(),
    new identity.AzureDeveloperCliCredential(),
  )
}

async function findPrincipal({ tenantId, clientId, clientSecret }: AzureSettings) {
  if (tenantId === undefined || clientId === undefined || clientSecret === undefined) return undefined
  const { ClientSecretCredential } = await importOptional('@azure/identity', () => import('@azure/identity'))
  return new ClientSecretCredential(tenantId, clientId, clientSecret)
}
