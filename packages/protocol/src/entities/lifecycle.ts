import { enumeration } from '../schema/field.ts'

export const lifecycleStage = enumeration({ active: 1, deleted: 2 })
/** Deleted things stay readable, and restorable, until they are collected. */
export type LifecycleStage = 'active' | 'deleted'

export const viewType = enumeration({ ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 })
/** Which lifecycle stages a search looks at. */
export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL'

export const runStatus = enumeration({ RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 })
export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED'
