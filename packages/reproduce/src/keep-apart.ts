import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds between the starts of two runs: programs that take their seed from the clock take it in seconds, and two in one second agree. */
const APART = 1_100

/** Waits until a run may start after one that started then, in milliseconds since 1970. */
export async function keepApart(startedAt = 0): Promise<void> {
  await pause(Math.min(APART, Math.max(0, startedAt + APART - Date.now())))
}
