import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { pathOf, readExamples } from '../help/index.ts'
import { createProgram } from '../program.ts'
import { createTestWorld } from '../testing/test-world.ts'
import { printCommandReference } from './print-commands.ts'
import { printSettingsReference } from './print-settings.ts'

// Both pages are written by `npm test -- reference.test --update`, and compared everywhere else.
const docs = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'reference')
const program = await createProgram(createTestWorld())

test('docs/reference/cli.md says what the commands say', async () => {
  await expect(printCommandReference(program)).toMatchFileSnapshot(join(docs, 'cli.md'))
})

test('docs/reference/settings.md says what the settings are', async () => {
  await expect(printSettingsReference()).toMatchFileSnapshot(join(docs, 'settings.md'))
})

const everything = listCommands(program)

test.each(everything.map((command) => [pathOf(command), command] as const))('%s has a sentence and examples', (_path, command) => {
  expect(command.description()).toMatch(/\.$/)
  expect(readExamples(command)).not.toEqual([])
})

test.each(everything.filter(({ commands }) => commands.length === 0).map((command) => [pathOf(command), command] as const))(
  '%s takes --json',
  (path, command) => {
    if (path === 'reprise help') return
    expect(command.options.map(({ long }) => long)).toContain('--json')
  },
)

test.each(
  everything.flatMap((command) => readExamples(command).map(([line]) => [line] as const)).filter(([line]) => line.startsWith('reprise ')),
)('the example can be typed: %s', (line) => {
  const words = line.replace(/ [>|] .*$/, '').match(/"[^"]*"|\S+/g) ?? []
  let command = program
  const rest = words.slice(1)
  while (rest.length > 0 && command.commands.length > 0) {
    const name = rest[0]?.startsWith('-') === true ? defaultOf(command) : rest.shift()
    const child = command.commands.find((candidate) => candidate.name() === name)
    expect(child, `${pathOf(command)} ${String(name)}`).toBeDefined()
    command = child ?? command
  }
  const { operands, unknown } = command.parseOptions([...rest])
  expect(unknown).toEqual([])
  const needed = command.registeredArguments.filter(({ required }) => required).length
  expect(operands.length).toBeGreaterThanOrEqual(needed)
})

test('every line of every help fits into 80 columns, but for long examples', () => {
  for (const command of everything) {
    const [help = ''] = command.helpInformation().split('\nExamples:')
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
})

/** The command of a group that is meant where none is named. */
function defaultOf(group: Command): unknown {
  return Reflect.get(group, '_defaultCommandName')
}

function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(listCommands)]
}
