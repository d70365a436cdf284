import { expect, it } from 'vitest'
import { listMissing } from './describe-end.ts'

it('names what was not captured, what troubles first, and stays short', () => {
  const items = [
    { name: 'conda.packages', status: 'ABSENT', detail: 'There is no conda environment.' },
    { name: 'python.packages', status: 'CAPTURED' },
    { name: 'gpu.devices', status: 'TIMED_OUT' },
    { name: 'gpu.driver', status: 'TIMED_OUT' },
    { name: 'inputs.a', status: 'FAILED' },
  ] as const
  expect(listMissing(items)).toBe('failed: inputs.a; timed out: gpu.devices, gpu.driver; not there: conda.packages')
  expect(listMissing([])).toBe('')
  const many = Array.from({ length: 1_000 }, (_, index) => ({ name: `inputs.${index}`, status: 'FAILED' as const }))
  expect(listMissing(many)).toHaveLength(2_000)
})
