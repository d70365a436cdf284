import type { StoreLog } from '../../../open-store.ts'
import { messageOf, sqlStateOf } from './errors.ts'

/** While the database is away everything that tries fails: of each kind of trouble one line is enough for a while. */
const QUIET_MILLISECONDS = 30_000
/** Kinds remembered; beyond, all are forgotten. */
const MOST_KINDS = 100

/** Says what goes wrong beside the calls, in lines without what drivers attach to their errors. */
export function createTroubleLog(address: string, log: StoreLog | undefined): (error: unknown) => void {
  const said = new Map<string, number>()
  return (error) => {
    const line = `Trouble with ${address}: ${messageOf(error)}`
    const now = performance.now()
    if (now < (said.get(line) ?? 0)) return
    if (said.size >= MOST_KINDS) said.clear()
    said.set(line, now + QUIET_MILLISECONDS)
    log?.warn({ code: sqlStateOf(error) }, line)
  }
}
