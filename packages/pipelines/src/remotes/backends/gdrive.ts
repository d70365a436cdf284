import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type GdriveSettings, parseGoogleCredentials, type RemoteFolder, remoteFolders } from '@reprise/objects/remote-folders'
import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../../config/index.ts'
import { toFileError } from '../../paths/index.ts'
import { parseContainerPlace } from '../container-place.ts'
import type { RemoteOptions } from '../remote-store.ts'
import { numberOf, textOf } from '../settings.ts'

/** What DVC introduces itself as; where it keeps the login of a user is named after it. */
const DVC_CLIENT = '710796635688-iivsgbgsb6uv1fap6635dhvuei09o66c.apps.googleusercontent.com'

/** `gdrive://ID/path`, where ID is that of a folder, `root` or `appDataFolder`. Whoever logged in with dvc is logged in here. */
export async function openGdriveFolder(url: string, settings: Settings, options: RemoteOptions): Promise<RemoteFolder> {
  const { container: root, prefix: path } = parseContainerPlace(url)
  if (root === '')
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Empty GDrive URL '${url}'.`, { hint: 'Write gdrive://FOLDER-ID/path.' })
  return remoteFolders.gdrive({
    root,
    path,
    login: await readLogin(settings, options),
    trashOnly: settings.get('gdrive_trash_only') === true,
    acknowledgeAbuse: settings.get('gdrive_acknowledge_abuse') === true,
    jobs: options.jobs ?? numberOf(settings, 'jobs'),
  })
}

async function readLogin(settings: Settings, options: RemoteOptions): Promise<GdriveSettings['login']> {
  const isServiceAccount = settings.get('gdrive_use_service_account') === true
  const found = await readCredentials(settings, options, isServiceAccount)
  if (isServiceAccount) {
    const { client_email: email, private_key: key } = found.credentials
    if (email === undefined || key === undefined) throw incomplete(found.place, 'no key of a service account')
    return { email, key, subject: textOf(settings, 'gdrive_service_account_user_email') }
  }
  const { client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken, token_uri: tokenUrl } = found.credentials
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined)
    throw incomplete(found.place, 'no login of a user')
  return { clientId, clientSecret, refreshToken, tokenUrl }
}

interface Found {
  readonly credentials: Readonly<Record<string, string | undefined>>
  readonly place: string
}

async function readCredentials(settings: Settings, { environment = {}, home }: RemoteOptions, isServiceAccount: boolean): Promise<Found> {
  const given = environment['GDRIVE_CREDENTIALS_DATA']
  if (given !== undefined && given !== '')
    return { credentials: parseGoogleCredentials(given, 'GDRIVE_CREDENTIALS_DATA'), place: 'GDRIVE_CREDENTIALS_DATA' }
  const named = textOf(settings, isServiceAccount ? 'gdrive_service_account_json_file_path' : 'gdrive_user_credentials_file')
  const file = named ?? (isServiceAccount ? undefined : keptByDvc(settings, { environment, home }))
  if (file === undefined || (named === undefined && !existsSync(file)))
    throw new RepriseError('UNAUTHENTICATED', 'Nobody is logged in at Google Drive.', {
      hint: isServiceAccount
        ? 'Set gdrive_service_account_json_file_path of the remote to the file of its key.'
        : 'Log in once with dvc, which asks in a browser, or set gdrive_use_service_account and gdrive_service_account_json_file_path.',
    })
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw toFileError(error, file)
  })
  return { credentials: parseGoogleCredentials(text, file), place: file }
}

function keptByDvc(settings: Settings, { environment = {}, home = homedir() }: RemoteOptions): string {
  const caches = process.platform === 'darwin' ? join(home, 'Library/Caches') : (environment['XDG_CACHE_HOME'] ?? join(home, '.cache'))
  return join(caches, 'pydrive2fs', textOf(settings, 'gdrive_client_id') ?? DVC_CLIENT, `${textOf(settings, 'profile') ?? 'default'}.json`)
}

function incomplete(place: string, problem: string): RepriseError {
  return new RepriseError('UNAUTHENTICATED', `${place} holds ${problem}.`, { hint: 'Set gdrive_use_service_account to what the file is.' })
}
