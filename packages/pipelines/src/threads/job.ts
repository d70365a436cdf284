import type { CheckJob } from '../cache/check-objects.ts'
import type { CheckTreeJob } from '../cache/check-tree.ts'
import type { StoreJob } from '../cache/store-files.ts'
import type { LegacyHashJob } from '../hashing/hash-legacy.ts'
import type { LinkJob } from '../links/link-files.ts'

/** Work on some hundred files that blocks the thread it runs on. */
export type Job = CheckJob | CheckTreeJob | LegacyHashJob | LinkJob | StoreJob

export type JobKind = Job['kind']
