import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until there is something; fails with the words given when that takes longer than a test may. */
export async function until<Value>(look: () => Promise<Value | undefined | false>, what: string): Promise<Value> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await sleep(50)
  }
}
