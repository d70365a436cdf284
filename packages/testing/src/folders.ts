import { resolve } from 'node:path'

/** The root of this repository. */
export const repositoryFolder = resolve(import.meta.dirname, '..', '..', '..')

/** What is costly to make and can always be made again; git ignores it. */
export const cacheFolder = resolve(repositoryFolder, '.cache')
