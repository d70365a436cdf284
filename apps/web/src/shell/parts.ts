/** What browsers and the bundler say of a part of the interface that did not come. */
const unloaded = /dynamically imported module|importing a module script|unable to preload css|part of this page/i

/** Whether a part of the interface did not come: the server is away, or another version of it answers by now. */
export function isUnloadedPart(error: unknown): boolean {
  return error instanceof Error && unloaded.test(error.message)
}

/** Loads a page. In other words where that fails: for its own, the router would load the address again, and leave a browser without any page while the server is away. */
export function loadPage<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return () =>
    load().catch((cause: unknown) => {
      throw new Error('A part of this page did not come.', { cause })
    })
}
