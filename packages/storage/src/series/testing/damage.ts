import { RepriseError } from '@reprise/protocol'
import type { Arbitrary } from 'fast-check'
import { ok } from 'node:assert/strict'
import { crc32 } from 'node:zlib'
import type { FastCheck } from './arbitraries.ts'

/** A few changes. */
export function anyDamages(fc: FastCheck): Arbitrary<Damage[]> {
  const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const damage = fc.record({ at, byte: fc.nat(255), kind: fc.constantFrom('set', 'cut', 'insert', 'clear') })
  return fc.array(damage, { minLength: 1, maxLength: 6 })
}

/** One change of some bytes; `at` is a place between their start and end. */
export interface Damage {
  readonly at: number
  readonly byte: number
  readonly kind: string
}

/** Damages bytes and gives them a checksum that fits. */
export function spoil(bytes: Uint8Array, damages: readonly Damage[]): Uint8Array {
  let content = [...bytes.subarray(0, -4)]
  for (const { at, byte, kind } of damages) {
    // Half of the damage goes into the first bytes, where the counts are.
    const place = Math.floor((byte % 2 === 0 ? at : at ** 6) * content.length)
    if (kind === 'set') content[place] = byte
    else if (kind === 'insert') content.splice(place, 0, byte)
    else if (kind === 'clear') content.fill(0xff, place, place + 9)
    else content = content.slice(0, place)
  }
  return seal(Uint8Array.from(content))
}

/** Content with its checksum. */
export function seal(content: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(content.length + 4)
  sealed.set(content)
  new DataView(sealed.buffer).setUint32(content.length, crc32(content), true)
  return sealed
}

/** Runs some work on damaged bytes, which may fail in one way only: DATA_LOSS. */
export function survive(bytes: Uint8Array, work: (bytes: Uint8Array) => unknown): void {
  try {
    work(bytes)
  } catch (error) {
    ok(error instanceof RepriseError && error.code === 'DATA_LOSS', error as Error)
  }
}
