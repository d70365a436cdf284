/** Work that is done again and again. */
export interface Repeated {
  /** Resolves when what is under way is done; nothing is done after that. */
  stop(): Promise<void>
}

/**
 * Does something now, and again and again, `pause` milliseconds after it was done. A failure is told, and the next time
 * comes all the same.
 */
export function repeat(pause: number, work: () => Promise<void>, onFailure: (error: unknown) => void): Repeated {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const once = async (): Promise<void> => {
    await work().catch(onFailure)
    if (!stopped) timer = setTimeout(() => void (underWay = once()), pause)
  }
  let underWay = once()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}
