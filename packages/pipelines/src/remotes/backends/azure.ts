import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type RemoteFolder, remoteFolders } from '@reprise/objects/remote-folders'
import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../../config/index.ts'
import { parseContainerPlace } from '../container-place.ts'
import { readIniSection } from '../ini-section.ts'
import type { RemoteOptions } from '../remote-store.ts'
import { numberOf, textOf } from '../settings.ts'

/** `azure://container/path`. What no option says comes from where Azure's own tool takes it: variables and `~/.azure/config`. */
export async function openAzureFolder(url: string, settings: Settings, options: RemoteOptions): Promise<RemoteFolder> {
  const known = await readStorageDefaults(options)
  const { container = known('container_name'), prefix } = namedPlace(url)
  if (container === undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url} names no container.`, { hint: 'Write azure://container/path.' })
  const is = (option: string): boolean => settings.get(option) === true
  return remoteFolders.azure({
    container,
    prefix,
    connectionString: textOf(settings, 'connection_string') ?? known('connection_string'),
    accountName: textOf(settings, 'account_name') ?? known('account'),
    accountKey: textOf(settings, 'account_key') ?? known('key'),
    sasToken: textOf(settings, 'sas_token') ?? known('sas_token'),
    tenantId: textOf(settings, 'tenant_id'),
    clientId: textOf(settings, 'client_id'),
    clientSecret: textOf(settings, 'client_secret'),
    isAnonymous: is('allow_anonymous_login'),
    excludes: { environment: is('exclude_environment_credential'), managedIdentity: is('exclude_managed_identity_credential') },
    jobs: options.jobs ?? numberOf(settings, 'jobs'),
  })
}

function namedPlace(url: string): { readonly container: string | undefined; readonly prefix: string } {
  const { container, prefix } = parseContainerPlace(url)
  return { container: container === '' ? undefined : container, prefix }
}

async function readStorageDefaults({ environment = {}, home }: RemoteOptions): Promise<(name: string) => string | undefined> {
  const file = join(environment['AZURE_CONFIG_DIR'] ?? join(home ?? homedir(), '.azure'), 'config')
  const section = existsSync(file) ? await readIniSection(file, 'storage') : new Map<string, string>()
  return (name) => environment[`AZURE_STORAGE_${name.toUpperCase()}`] ?? section.get(name)
}
