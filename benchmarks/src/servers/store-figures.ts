/** Figures of the store behind a Reprise server. */
export interface StoreFigures {
  readonly commits: number
  /** Writes in those commits. */
  readonly writes: number
  /** Rows that are not sealed yet. */
  readonly journalRows: number
}

/** Reads them from `/metrics`; undefined when another kind of server answers. */
export async function readStoreFigures(url: URL): Promise<StoreFigures | undefined> {
  const page = await (await fetch(new URL('/metrics', url))).text()
  const figures = new Map(
    [...page.matchAll(/^reprise_store\{figure="(\w+)"\} (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]),
  )
  const [commits, writes, journalRows] = ['commits', 'writes', 'journalRows'].map((name) => figures.get(name))
  return commits === undefined || writes === undefined || journalRows === undefined ? undefined : { commits, writes, journalRows }
}
