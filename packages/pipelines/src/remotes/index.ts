export { objectAt, objectPrefix, remotePath } from './object-paths.ts'
export { openRemote } from './open-remote.ts'
export type { ReceivedFile, RemoteOptions, RemoteStore, SentFile } from './remote-store.ts'
export { toServerRemote } from './server-remote.ts'
