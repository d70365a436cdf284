import { type CompareContext, type Comparer, Unreadable } from './comparer.ts'
import { comparers } from './comparers/index.ts'
import { type Comparison, defaultTolerance, type Tolerance } from './comparison.ts'
import type { Setting } from './text/setting.ts'

export interface CompareOptions {
  readonly tolerance?: Partial<Tolerance> | undefined
  /** Bytes that both sides together may unpack to; default 512 MiB. */
  readonly budget?: number | undefined
  /** What is known of the runs that wrote the two files: without, whatever looks like a time, a duration or a folder is left out of account. */
  readonly settings?: readonly [Setting, Setting] | undefined
}

const BUDGET = 512 * 2 ** 20
/** How deep archives may lie in archives. */
const DEEPEST = 3
const bytesOnly = comparers.filter(({ name }) => name === 'bytes')

/**
 * Holds two files against each other: `identical` bytes, or whatever the comparer for their kind says. `name` is the path, for its ending.
 * Never throws: what can not be looked into is held against each other as bytes, and a note says why.
 */
export function compareFiles(
  name: string,
  [a, b]: readonly [Uint8Array, Uint8Array],
  { tolerance, budget = BUDGET, settings = [{}, {}] }: CompareOptions = {},
): Comparison {
  let left = budget
  const spend = (bytes: number): void => {
    left -= bytes
    if (left < 0) throw new Unreadable('it unpacks to more than is looked into')
  }
  return compareAt(name, [a, b], 0)

  function compareAt(path: string, pair: readonly [Uint8Array, Uint8Array], depth: number): Comparison {
    if (areEqual(...pair)) return { rung: 'identical', comparer: 'bytes', evidence: { compared: pair[0].length, differing: 0 }, notes: [] }
    const context: CompareContext = {
      tolerance: { ...defaultTolerance, ...tolerance },
      settings,
      spend,
      room: () => Math.max(0, left),
      compareInner: (inner, first, second) => compareAt(inner, [first, second], depth + 1),
    }
    return compareBy(pickComparer(path, pair, depth), pair, context)
  }
}

function pickComparer(path: string, [a, b]: readonly [Uint8Array, Uint8Array], depth: number): Comparer {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const found = (depth > DEEPEST ? bytesOnly : comparers).find(
    (comparer) => comparer.takes({ name, bytes: a }) && comparer.takes({ name, bytes: b }),
  )
  if (found === undefined) throw new TypeError('no comparer takes bytes')
  return found
}

function compareBy(comparer: Comparer, pair: readonly [Uint8Array, Uint8Array], context: CompareContext): Comparison {
  try {
    return comparer.compare(...pair, context)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const [bytes] = bytesOnly
    if (bytes === undefined || bytes === comparer) throw error
    const compared = bytes.compare(...pair, context)
    return { ...compared, notes: [...compared.notes, `compared as bytes, not as ${comparer.name}: ${why}`] }
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
