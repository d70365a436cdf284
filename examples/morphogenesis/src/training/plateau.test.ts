import { expect, it } from 'vitest'
import { createPlateau } from './plateau.ts'

const observeAll = (losses: readonly number[]) => {
  const plateau = createPlateau({ patience: 2, delta: 0.1 })
  return losses.map((loss) => plateau.observe(loss))
}

it('is no plateau while the loss falls', () => {
  expect(observeAll([1, 0.8, 0.6, 0.4])).toEqual([false, false, false, false])
})

it('is a plateau after patience epochs that fell by no more than delta', () => {
  expect(observeAll([1, 0.95, 0.92])).toEqual([false, false, true])
})

it('measures a slow fall from the last minimum that counted, so that it counts in the end', () => {
  expect(observeAll([1, 0.95, 0.89, 0.85, 0.82])).toEqual([false, false, false, false, true])
})

it('starts afresh after a reset', () => {
  const plateau = createPlateau({ patience: 1, delta: 0 })
  plateau.observe(1)
  expect(plateau.observe(1)).toBe(true)
  plateau.reset()
  expect(plateau.observe(5)).toBe(false)
})
