import { expect, it } from 'vitest'
import { Recovery } from './recovery.ts'

const germination = [{ epoch: 3, seed: 'layer1_seed1', from: 'dormant', to: 'germinating' }] as const

function recoveryTimeOf(accuracies: readonly number[], transitionsByEpoch: Record<number, typeof germination>): number | undefined {
  const recovery = new Recovery()
  accuracies.forEach((val_acc, index) => {
    const best_acc = Math.max(...accuracies.slice(0, index + 1))
    recovery.observe({ epoch: index + 1, val_acc, best_acc, transitions: transitionsByEpoch[index + 1] ?? [] })
  })
  return recovery.time
}

it('counts the epochs from the first germination until the accuracy is back at its best', () => {
  expect(recoveryTimeOf([0.6, 0.8, 0.7, 0.5, 0.79, 0.8, 0.9], { 3: germination })).toBe(3)
})

it('counts from the first germination only', () => {
  expect(recoveryTimeOf([0.6, 0.8, 0.7, 0.8, 0.5, 0.6, 0.9], { 3: germination, 5: germination })).toBe(1)
})

it('is missing where the accuracy never comes back, or nothing germinated', () => {
  expect(recoveryTimeOf([0.6, 0.8, 0.7, 0.5, 0.6], { 3: germination })).toBeUndefined()
  expect(recoveryTimeOf([0.6, 0.8, 0.7, 0.9], {})).toBeUndefined()
})
