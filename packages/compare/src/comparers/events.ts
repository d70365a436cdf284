import { type EventEntry, looksLikeEvents, readEvents } from '../archives/read-events.ts'
import type { CompareContext, Comparer } from '../comparer.ts'
import type { Comparison } from '../comparison.ts'
import { createTally, type Tally } from '../numbers/tally.ts'

/** Event files of TensorBoard: steps, tags, scalars and what else was logged; when it was logged says nothing. */
export const eventsComparer: Comparer = {
  name: 'events',
  takes: ({ name, bytes }) => name.includes('tfevents') && looksLikeEvents(bytes),
  compare: compareEvents,
}

function compareEvents(a: Uint8Array, b: Uint8Array, { tolerance, spend }: CompareContext): Comparison {
  spend(2 * (a.length + b.length))
  const [first, second] = [readEvents(a), readEvents(b)]
  const tally = createTally(tolerance)
  for (let index = 0; index < Math.max(first.length, second.length); index++) addEntries(tally, first[index], second[index])
  return { rung: tally.rung(), comparer: 'events', evidence: tally.evidence(), notes: [], ...tally.marks() }
}

function addEntries(tally: Tally, a: EventEntry | undefined, b: EventEntry | undefined): void {
  if (a === undefined || b === undefined || a.tag !== b.tag || a.step !== b.step) {
    const place = describe(a ?? b)
    return tally.addExact(false, () => ({ place, a: describe(a), b: describe(b) }))
  }
  const place = (): string => describe(a)
  const isSame = a.rest.length === b.rest.length && a.rest.every((byte, index) => byte === b.rest[index])
  if (!isSame || (a.scalar === undefined) !== (b.scalar === undefined))
    tally.addExact(false, () => ({ place: place(), a: `${a.rest.length} bytes`, b: `${b.rest.length} other bytes` }))
  else if (a.scalar === undefined || b.scalar === undefined) tally.addCanonical()
  else tally.addFloats(a.scalar, b.scalar, place, 'f32')
}

function describe(entry: EventEntry | undefined): string {
  return entry === undefined ? 'the end' : `${entry.tag} at step ${entry.step}`
}
