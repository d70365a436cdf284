import type { OpenedStore, OpenStore } from './opened-store.ts'

/** Runs a test body with a fresh store, and checks at the end that it is sound. */
export function withStore(open: OpenStore, body: (opened: OpenedStore) => Promise<void>): () => Promise<void> {
  return async () => {
    const opened = await open()
    try {
      await body(opened)
      const { problems } = await opened.store.verify()
      if (problems.length > 0) throw new Error(`The store is not sound: ${problems.join('; ')}`)
    } finally {
      await opened.dispose()
    }
  }
}
