import { expect, it } from 'vitest'
import { compareSystems } from './compare-systems.ts'

it('names what bears on results by its kind, and nothing that passes', () => {
  const a = { timestamp: '1', cpu: { usable_count: 2, flags: ['avx2'] }, locale: { time_zone: 'UTC' } }
  const b = { timestamp: '2', cpu: { usable_count: 1, flags: ['sse2'] }, locale: { time_zone: 'UTC' } }
  expect(compareSystems(a, b)).toEqual([
    { part: 'system', kind: 'threads', subject: 'cpu.usable_count', a: '2', b: '1' },
    { part: 'system', kind: 'cpu', subject: 'cpu.flags', a: '["avx2"]', b: '["sse2"]' },
  ])
})

it('compares libraries that both had loaded, and not which of them were loaded when somebody looked', () => {
  const a = { libraries: ['/lib/libc.so.6', '/usr/lib/libopenblas.so.0.3.21'] }
  const b = { libraries: ['/opt/lib/libopenblas.so.0.3.26', '/usr/lib/libm.so.6'] }
  expect(compareSystems(a, b)).toEqual([
    { part: 'system', kind: 'environment', subject: 'library libopenblas', a: 'libopenblas.so.0.3.21', b: 'libopenblas.so.0.3.26' },
  ])
  expect(compareSystems({ libraries: 'all of them' }, { libraries: [1, null] })).toEqual([])
})

it('takes anything for a system', () => {
  for (const odd of [null, 1, 'text', [], { cpu: null }]) expect(compareSystems(odd, { cpu: { usable_count: 1 } })).toEqual([])
})
