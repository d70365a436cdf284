import type { Store } from '../store.ts'

/** A store of a test's own, empty at first. */
export interface OpenedStore {
  /** The store as it is open now. */
  readonly store: Store
  /** Closes it and opens the same data again. */
  reopen(): Promise<void>
  /** Opens a copy that `store.backup` wrote to a path of {@link backupTarget}. */
  openBackup(): Promise<OpenedStore>
  /** Where `store.backup` may write. */
  readonly backupTarget: string
  /** Closes it and removes the data. */
  dispose(): Promise<void>
}

/** How the suite gets stores; one per backend. */
export type OpenStore = () => Promise<OpenedStore>
