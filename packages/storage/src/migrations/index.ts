import { first } from './0001-first.ts'
import { loggedModels } from './0002-logged-models.ts'
import { lineageAndPipelines } from './0003-lineage-and-pipelines.ts'
import { webhooks } from './0004-webhooks.ts'
import { filesOfFolders } from './0005-files-of-folders.ts'
import { viewsAndShares } from './0006-views-and-shares.ts'
import { hashedShares } from './0007-hashed-shares.ts'
import type { Migration } from './migration.ts'

export type { Migration } from './migration.ts'

/** In order. The version of a store is the number of the last one applied. */
export const migrations: readonly Migration[] = [
  first,
  loggedModels,
  lineageAndPipelines,
  webhooks,
  filesOfFolders,
  viewsAndShares,
  hashedShares,
]

/** What this code reads and writes; a store beyond it is refused. */
export const schemaVersion = migrations.length
