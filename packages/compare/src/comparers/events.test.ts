import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareFiles } from '../compare-files.ts'
import type { Comparison } from '../comparison.ts'

/**
 * Written by the Python package tensorboard 2.21.0: scalars as numbers and as tensors, an image, and what its plugin for hyperparameters writes.
 * All but the original were written at another time.
 */
const files = JSON.parse(readFileSync(new URL('../testing/events/events.json', import.meta.url), 'utf8')) as Record<string, string>
const bytesOf = (name: string): Uint8Array => Uint8Array.from(Buffer.from(files[name] ?? '', 'base64'))
const compare = (a: Uint8Array, b: Uint8Array): Comparison => compareFiles('runs/x/events.out.tfevents.1773480608.ada.1.0', [a, b])

describe('event files of TensorBoard', () => {
  it('say the same where only their times differ', () => {
    expect(compare(bytesOf('original'), bytesOf('repeat'))).toMatchObject({ rung: 'canonical', comparer: 'events' })
  })

  it('may differ in the last bit of a float32', () => {
    expect(compare(bytesOf('original'), bytesOf('rounded'))).toMatchObject({ rung: 'numeric', evidence: { differing: 2, largestUlps: 1 } })
  })

  it.each([
    ['other value', 'loss at step 1'],
    ['other tag', 'loss at step 1'],
    ['other image', 'img at step 2'],
    ['other hyperparameter', '_hparams_/session_start_info at step 0'],
  ])('are other with another one: %s', (name, place) => {
    expect(compare(bytesOf('original'), bytesOf(name))).toMatchObject({
      rung: 'different',
      comparer: 'events',
      evidence: { first: { place } },
    })
  })

  it('are other where one ends early, or is cut off', () => {
    const whole = bytesOf('original')
    expect(compare(whole, bytesOf('repeat').subarray(0, 40)).rung).toBe('different')
    expect(compare(whole, whole.subarray(0, -3)).rung).toBe('different')
  })

  it('are held against each other as bytes where they can not be read', () => {
    // Of the first event behind the version only what stands for its length is left.
    const broken = bytesOf('repeat').fill(255, 40 + 12, 40 + 20)
    const found = compare(bytesOf('original'), broken)
    expect(found).toMatchObject({ rung: 'different', comparer: 'bytes' })
    expect(found.notes).toEqual([expect.stringContaining('compared as bytes, not as events: it is no message')])
  })
})
