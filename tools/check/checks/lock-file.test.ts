import { expect, test } from 'vitest'
import { findLockProblems } from './lock-file.ts'

test('accepts a lock without hosts and with every platform', () => {
  const packages = {
    '': { optionalDependencies: { 'tool-linux': '1.0.0' } },
    'node_modules/tool-linux': { integrity: 'sha512-x' },
    'node_modules/@reprise/protocol': { resolved: 'packages/protocol', link: true },
    'packages/protocol': {},
  }
  expect(findLockProblems('package-lock.json', { packages })).toEqual([])
})

test('names a host, a missing platform and a missing integrity', () => {
  const packages = {
    'node_modules/tool': {
      resolved: 'https://registry.example/tool.tgz',
      integrity: 'sha512-x',
      optionalDependencies: { 'tool-darwin': '1.0.0' },
    },
    'node_modules/other': {},
  }
  expect(findLockProblems('package-lock.json', { packages })).toEqual([
    expect.stringContaining('node_modules/tool names a registry host'),
    expect.stringContaining('wants tool-darwin, which is missing'),
    expect.stringContaining('node_modules/other has no integrity'),
  ])
})
