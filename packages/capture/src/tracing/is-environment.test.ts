import { expect, it } from 'vitest'
import { isTemporary } from './is-environment.ts'

it('takes files for temporary, but not those beside work that lies among them', () => {
  expect(isTemporary('/tmp/tmpx81k/part', '/home/ada/work')).toBe(true)
  expect(isTemporary('/home/ada/results/out.txt', '/home/ada/work')).toBe(false)
  expect(isTemporary('/tmp/lab/results/out.txt', '/tmp/lab/work')).toBe(false)
  expect(isTemporary('/tmp/tmpx81k/part', '/tmp/lab/work')).toBe(true)
})
