import { afterEach, expect, test, vi } from 'vitest'
import { requirePart } from './skips.ts'

afterEach(() => vi.unstubAllEnvs())

test('a part that is there changes nothing', () => {
  expect(requirePart('PostgreSQL', {})).toEqual({ missing: false, note: '' })
})

test('a part that is missing names itself and the reason', () => {
  vi.stubEnv('CI', 'false')
  expect(requirePart('PostgreSQL', { reason: 'no binaries' })).toEqual({ missing: true, note: ' [needs: PostgreSQL: no binaries]' })
})

test('a missing part is a failure under CI', () => {
  vi.stubEnv('CI', 'true')
  expect(() => requirePart('PostgreSQL', { reason: 'no binaries' })).toThrow('PostgreSQL is needed under CI: no binaries')
})
