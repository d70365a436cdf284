import { join } from 'node:path'
import type { Client } from '@reprise/client'
import { openContentCache } from '@reprise/objects'
import type { ReproduceParts } from '@reprise/reproduce'
import { cacheFolderOf } from '../cache-folder.ts'
import type { World } from '../command.ts'
import { createRerun } from './rerun.ts'

/** What reproducing uses of the outside world: this process' environment, its cache, and `reprise run`. */
export function createParts(client: Client, trackingUri: string, world: World): ReproduceParts {
  return {
    client,
    rerun: createRerun(client, trackingUri, world.settings),
    env: process.env,
    cache: openContentCache(join(cacheFolderOf(process.env), 'inputs')),
    progress: (line: string) => world.note(`${line} …`),
  }
}
