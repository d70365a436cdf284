import type { RemoteFolder } from './remote-folder.ts'
import type { SshSettings } from './ssh/settings.ts'

export type { FileToSend, OpenRemoteFile, RemoteFile, RemoteFolder } from './remote-folder.ts'
export type { SshSettings } from './ssh/settings.ts'

/** Opens folders of other machines and services; nothing is asked of them yet. Their libraries are loaded here, since they take longer than the start of most commands. */
export const remoteFolders = {
  ssh: async (settings: SshSettings): Promise<RemoteFolder> => (await import('./ssh/index.ts')).openSshFolder(settings),
} as const
