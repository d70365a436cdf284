/** Pages that were just made, so that a link that many open at once is gathered once. */
export interface StillCache {
  /** The page of a key, made where there is none that is fresh. Callers that come meanwhile wait for the same one. */
  get(key: string, make: () => Promise<Buffer | undefined>): Promise<Buffer | undefined>
}

export interface StillCacheOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds. */
  readonly fresh: number
  /** Bytes of all pages that are kept; a larger one is not. */
  readonly bytes: number
  /** Pages that are made at once; the others wait. */
  readonly atOnce: number
}

interface Entry {
  readonly until: number
  readonly page: Buffer
}

export function createStillCache({ now, fresh, bytes, atOnce }: StillCacheOptions): StillCache {
  const kept = new Map<string, Entry>()
  const making = new Map<string, Promise<Buffer | undefined>>()
  const waiting: (() => void)[] = []
  let busy = 0

  const enter = async (): Promise<void> => {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy++
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) busy--
    else next()
  }
  const keep = (key: string, page: Buffer): void => {
    kept.set(key, { until: now() + fresh, page })
    let size = [...kept.values()].reduce((sum, entry) => sum + entry.page.length, 0)
    for (const [old, entry] of kept) {
      if (size <= bytes && entry.until > now()) continue
      kept.delete(old)
      size -= entry.page.length
    }
  }
  const begin = async (key: string, make: () => Promise<Buffer | undefined>): Promise<Buffer | undefined> => {
    await enter()
    try {
      const page = await make()
      if (page !== undefined) keep(key, page)
      return page
    } finally {
      leave()
      making.delete(key)
    }
  }
  return {
    get: async (key, make) => {
      const found = kept.get(key)
      if (found !== undefined && found.until > now()) return found.page
      const under = making.get(key) ?? begin(key, make)
      making.set(key, under)
      return under
    },
  }
}
