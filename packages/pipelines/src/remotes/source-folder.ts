import type { RemoteFolder } from '@reprise/objects/remote-folders'

/** A folder elsewhere that is only read. */
export type SourceFolder = Pick<RemoteFolder, 'url' | 'jobs' | 'stat' | 'open' | 'list' | 'close'>
