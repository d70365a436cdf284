import { setTimeout as sleep } from 'node:timers/promises'
import type { drive_v3 } from '@googleapis/drive'
import { importOptional } from '../optional-library.ts'
import { toGdriveError } from './errors.ts'
import type { GdriveSettings } from './settings.ts'

const SCOPES = ['https://www.googleapis.com/auth/drive', 'https://www.googleapis.com/auth/drive.appdata']
const TRIES = 7
/** Milliseconds before the second try; each further one waits longer by this factor. Google takes few requests a second. */
const PAUSE = 400
const FACTOR = 1.8

export interface Gdrive {
  readonly files: drive_v3.Resource$Files
  /** `gdrive://ID/path`. */
  readonly url: string
  readonly endpoint: string
  /** Headers that say who asks. */
  authorize(): Promise<Record<string, string>>
  /** Does what may be done twice, again when it failed for a reason that may pass; rejects with what an error means. */
  attempt<T>(what: string, work: () => Promise<T>): Promise<T>
}

export async function connectGdrive({ root, path, login, endpoint = 'https://www.googleapis.com/' }: GdriveSettings): Promise<Gdrive> {
  const { auth, drive } = await importOptional('@googleapis/drive', () => import('@googleapis/drive'))
  const client =
    'email' in login
      ? new auth.JWT({
          email: login.email,
          key: login.key,
          scopes: SCOPES,
          ...(login.subject === undefined ? {} : { subject: login.subject }),
        })
      : new auth.OAuth2({
          clientId: login.clientId,
          clientSecret: login.clientSecret,
          ...(login.tokenUrl === undefined ? {} : { endpoints: { oauth2TokenUrl: login.tokenUrl } }),
        })
  if (!('email' in login)) client.setCredentials({ refresh_token: login.refreshToken })
  const { files } = drive({ version: 'v3', auth: client, rootUrl: endpoint, retry: false })
  return {
    files,
    url: `gdrive://${root}${path === '' ? '' : `/${path}`}`,
    endpoint,
    authorize: async () => Object.fromEntries(await client.getRequestHeaders()),
    attempt: async (what, work) => {
      for (let tried = 1; ; tried++) {
        try {
          return await work()
        } catch (error) {
          const told = toGdriveError(error, what)
          if (told.code !== 'TEMPORARILY_UNAVAILABLE' || tried === TRIES) throw told
          await sleep(PAUSE * FACTOR ** (tried - 1))
        }
      }
    },
  }
}
