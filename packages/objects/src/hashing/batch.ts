import { type HashAlgorithm, packedBytes, unpackHashes } from './algorithms.ts'
import { hashFile, type HashTools } from './hash-file.ts'
import type { FileState, HashOutcome } from './outcome.ts'

/** Files that are hashed in one go: what travels to a thread. */
export interface Batch {
  readonly paths: readonly (string | Uint8Array)[]
}

/** What travels back, in few and flat pieces: a message per file, or an object, would cost as much as hashing a small one. */
export interface HashedBatch {
  /** Index into {@link kinds}, for each file. */
  readonly kinds: Uint8Array<ArrayBuffer>
  readonly digests: Uint8Array<ArrayBuffer>
  /** Six numbers for each file, in the order of {@link stateFields}. */
  readonly states: BigUint64Array<ArrayBuffer>
  readonly reasons: readonly (readonly [index: number, reason: string])[]
  /** Nanoseconds since 1970 at which the first file was opened. */
  readonly startedNs: bigint
}

const kinds = ['hashed', 'changed', 'unreadable', 'special'] as const
const stateFields = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs', 'mode'] as const

export function hashBatch({ paths }: Batch, tools: HashTools): HashedBatch {
  const startedNs = BigInt(Date.now()) * 1_000_000n
  const width = packedBytes(tools.algorithms)
  const digests = new Uint8Array(paths.length * width)
  const states = new BigUint64Array(paths.length * stateFields.length)
  const found = new Uint8Array(paths.length)
  const reasons: [number, string][] = []
  for (const [index, path] of paths.entries()) {
    const outcome = hashFile(path, tools, { bytes: digests, offset: index * width })
    found[index] = kinds.indexOf(outcome.kind)
    if (outcome.kind === 'hashed') packState(states, index, outcome.state)
    else reasons.push([index, outcome.reason])
  }
  return { kinds: found, digests, states, reasons, startedNs }
}

/** The outcomes of a batch, in its order. */
export function* unpackBatch(batch: HashedBatch, algorithms: readonly HashAlgorithm[]): Generator<HashOutcome> {
  const reasons = new Map(batch.reasons)
  const width = packedBytes(algorithms)
  const digests = Buffer.from(batch.digests.buffer)
  for (const [index, number] of batch.kinds.entries()) {
    const kind = kinds[number] ?? 'unreadable'
    if (kind === 'hashed') {
      const hashes = unpackHashes(digests, index * width, algorithms)
      yield { kind, state: unpackState(batch.states, index), hashes, isCached: false }
    } else yield { kind, reason: reasons.get(index) ?? 'unknown' }
  }
}

function packState(states: BigUint64Array, index: number, state: FileState): void {
  for (const [field, name] of stateFields.entries()) states[index * stateFields.length + field] = state[name]
}

function unpackState(states: BigUint64Array, index: number): FileState {
  const at = (field: number): bigint => states[index * stateFields.length + field] ?? 0n
  const signed = (field: number): bigint => BigInt.asIntN(64, at(field))
  return { dev: at(0), ino: at(1), size: at(2), mtimeNs: signed(3), ctimeNs: signed(4), mode: at(5) }
}
