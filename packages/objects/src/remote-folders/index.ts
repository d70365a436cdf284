import type { AzureSettings } from './azure/settings.ts'
import type { GdriveSettings } from './gdrive/settings.ts'
import type { GsSettings } from './gs/settings.ts'
import type { RemoteFolder } from './remote-folder.ts'
import type { SshSettings } from './ssh/settings.ts'
import type { WebdavSettings } from './webdav/settings.ts'

export type { AzureSettings } from './azure/settings.ts'
export type { GdriveServiceAccount, GdriveSettings, GdriveUser } from './gdrive/settings.ts'
export { parseCredentials as parseGoogleCredentials } from './google-credentials.ts'
export type { GsSettings } from './gs/settings.ts'
export type { FileToSend, OpenRemoteFile, RemoteFile, RemoteFolder } from './remote-folder.ts'
export type { SshSettings } from './ssh/settings.ts'
export type { WebdavSettings } from './webdav/settings.ts'

/** Opens folders of other machines and services; nothing is asked of them yet. Their libraries are loaded here, since they take longer than the start of most commands. */
export const remoteFolders = {
  azure: async (settings: AzureSettings): Promise<RemoteFolder> => (await import('./azure/index.ts')).openAzureFolder(settings),
  gdrive: async (settings: GdriveSettings): Promise<RemoteFolder> => (await import('./gdrive/index.ts')).openGdriveFolder(settings),
  gs: async (settings: GsSettings): Promise<RemoteFolder> => (await import('./gs/index.ts')).openGsFolder(settings),
  ssh: async (settings: SshSettings): Promise<RemoteFolder> => (await import('./ssh/index.ts')).openSshFolder(settings),
  webdav: async (settings: WebdavSettings): Promise<RemoteFolder> => (await import('./webdav/index.ts')).openWebdavFolder(settings),
} as const
