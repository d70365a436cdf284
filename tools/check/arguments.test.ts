import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseArguments, testGroups } from './arguments.ts'
import { checks } from './checks/index.ts'
import { root } from './repository.ts'

const everyCheck = checks.map(({ name }) => name)

test('runs everything without arguments', () => {
  expect(parseArguments([])).toEqual({ checks: everyCheck, tests: { groups: [], filters: [] } })
})

test('runs only the tests of a group or of a file', () => {
  expect(parseArguments(['unit'])).toEqual({ checks: [], tests: { groups: ['unit'], filters: [] } })
  expect(parseArguments(['e2e', 'packages/protocol'])).toEqual({ checks: [], tests: { groups: ['e2e'], filters: ['packages/protocol'] } })
})

test('runs only the named checks', () => {
  expect(parseArguments(['--only', 'lint,types'])).toEqual({ checks: ['types', 'lint'], tests: undefined })
  expect(parseArguments(['--only=tests'])).toEqual({ checks: [], tests: { groups: [], filters: [] } })
})

test('refuses what it does not know', () => {
  expect(() => parseArguments(['--only', 'linting'])).toThrow("there is no check named 'linting'")
  expect(() => parseArguments(['--fast'])).toThrow('unknown option --fast')
})

test('knows every folder of tests/src as a group', () => {
  const folders = readdirSync(join(root, 'tests/src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(testGroups).toEqual(expect.arrayContaining(folders.map(({ name }) => name)))
})
