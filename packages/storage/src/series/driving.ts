import { corruption } from './corruption.ts'

/**
 * Work that asks for stored bytes while it runs: a generator that yields what it needs and is resumed with it. The
 * algorithms stay free of any database, and SQLite (synchronous) and PostgreSQL (not) drive the same code.
 */
export type Asking<Request, Answer, Result> = Generator<Request, Result, Answer>

/** Work that asks for blocks by id. The answer must hold every block asked for, from one snapshot of the database. */
export type Fetching<Result> = Asking<readonly number[], ReadonlyMap<number, Uint8Array>, Result>

/** Runs the work to its end with answers at hand. */
export function drive<Request, Answer, Result>(asking: Asking<Request, Answer, Result>, answer: (request: Request) => Answer): Result {
  let state = asking.next()
  while (state.done !== true) state = asking.next(answer(state.value))
  return state.value
}

/** Runs the work to its end with answers that take time. */
export async function driveAsync<Request, Answer, Result>(
  asking: Asking<Request, Answer, Result>,
  answer: (request: Request) => Promise<Answer>,
): Promise<Result> {
  let state = asking.next()
  // Each request follows from the answer before it.
  // oxlint-disable-next-line no-await-in-loop
  while (state.done !== true) state = asking.next(await answer(state.value))
  return state.value
}

/** The bytes of a block that was asked for; DATA_LOSS when the answer lacks it. */
export function blockBytes(blocks: ReadonlyMap<number, Uint8Array>, id: number): Uint8Array {
  const bytes = blocks.get(id)
  if (bytes === undefined) throw corruption(`metric block ${id}`, 'it is missing')
  return bytes
}

/** How many blocks are asked for at once: 2 MB of full ones. */
export const BLOCKS_PER_REQUEST = 256
