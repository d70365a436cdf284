import type { RecordedEnvironment, RecordedPackage } from '@reprise/protocol'
import { expect, it } from 'vitest'
import { measureLevel } from './level.ts'

const item = (name: string, version: string, fingerprint?: string, isUsed?: boolean): RecordedPackage => ({
  ecosystem: 'python',
  name,
  version,
  edited: [],
  ...(fingerprint === undefined ? {} : { fingerprint }),
  ...(isUsed === undefined ? {} : { is_used: isUsed }),
})
const environment = (version: string, packages: RecordedPackage[] = [], sha256?: string): RecordedEnvironment => ({
  interpreters: [{ language: 'python', version, path: '/usr/bin/python3', ...(sha256 === undefined ? {} : { sha256 }) }],
  packages,
  lock_files: [],
  variables: [],
  system: {},
})
const nothing: RecordedEnvironment = { interpreters: [], packages: [], lock_files: [], variables: [], system: {} }
const recorded = environment('3.11.7', [item('numpy', '2.0', 'a'), item('unused', '1', 'b', false)], 'f')

it.each([
  ['E0', 'nothing is known', nothing, nothing],
  ['E0', 'there is no interpreter', recorded, nothing],
  ['E0', 'another interpreter', recorded, environment('3.12.1', [...recorded.packages])],
  ['E1', 'another version of a package', recorded, environment('3.11.7', [item('numpy', '2.1', 'a')])],
  ['E1', 'a package is missing', recorded, environment('3.11.7')],
  ['E2', 'the same versions, built otherwise', recorded, environment('3.11.7', [item('numpy', '2.0', 'z')])],
  ['E2', 'the same versions, nobody knows how built', recorded, environment('3.11.7', [item('numpy', '2.0')])],
  ['E3', 'the same to the byte, whatever the run did not load', recorded, environment('3.11.7', [item('NumPy', '2.0', 'a')])],
  ['E3', 'no packages, and the same interpreter', environment('3.11.7', [], 'f'), environment('3.11.7', [], 'f')],
  ['E2', 'no packages, and an interpreter that was built otherwise', environment('3.11.7', [], 'f'), environment('3.11.7', [], 'g')],
] as const)('%s: %s', (level, _what, original, here) => expect(measureLevel(original, here)).toBe(level))

it('E4 takes a lock file with hashes, and being equal', () => {
  expect(measureLevel(recorded, environment('3.11.7', [item('numpy', '2.0', 'a')]), { isLocked: true })).toBe('E4')
  expect(measureLevel(recorded, environment('3.11.7', [item('numpy', '2.0', 'z')]), { isLocked: true })).toBe('E2')
})
