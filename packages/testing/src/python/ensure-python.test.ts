import { expect, test } from 'vitest'
import { ensurePython } from './ensure-python.ts'

test('says why it cannot make an environment instead of failing', async () => {
  const environment = await ensurePython(['/nowhere/nothing-1.0-py3-none-any.whl'])
  expect(environment.reason).toMatch(/could not|there is no|only on/)
})
