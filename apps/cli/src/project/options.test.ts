import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ensurePython, pythonSets, requirePart } from '@reprise/testing'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { pathOf } from '../help/index.ts'
import { createProgram } from '../program.ts'
import { createTestWorld } from '../testing/test-world.ts'
import { leftOutCommands, leftOutEverywhere, leftOutOptions } from './testing/left-out-options.ts'

const found = await ensurePython(pythonSets.dvc)
const part = requirePart('DVC', found)

/** Prints of each command of DVC its options, and how many arguments it takes at least and at most. */
const listing = `
import argparse, json
from dvc.cli.parser import get_main_parser
def walk(parser, path):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield from walk(sub, path + [name])
            return
    options = [{"names": a.option_strings, "takes": a.nargs != 0} for a in parser._actions if a.option_strings]
    yield {"name": " ".join(path), "options": options, "arguments": [a.nargs for a in parser._actions if not a.option_strings]}
print(json.dumps(list(walk(get_main_parser(), []))))
`

interface TheirCommand {
  readonly name: string
  readonly options: readonly { readonly names: readonly string[]; readonly takes: boolean }[]
  /** Each as argparse has it: a number, `?`, `*`, `+`, or nothing for one. */
  readonly arguments: readonly (string | number | null)[]
}

const program = await createProgram(createTestWorld())

describe.skipIf(part.missing)(`the command line of dvc${part.note}`, async () => {
  const theirs = found.reason === undefined ? await readTheirs(found.python) : []
  const meant = theirs.filter(({ name }) => !isLeftOut(name))

  test.each(meant.map((command) => [command.name, command] as const))('%s can be called in the same way', (name, command) => {
    const ours = findCommand(name)
    expect(ours, name).toBeDefined()
    const own = new Map(ours?.options.flatMap((option) => [option.short, option.long].map((flag) => [flag, option] as const)))
    const missing = command.options
      .flatMap(({ names }) => names)
      .filter((flag) => !['-h', '--help', ...leftOutEverywhere].includes(flag) && !own.has(flag))
    const path = ours === undefined ? name : pathOf(ours).replace(/^reprise /, '')
    expect(missing.toSorted()).toEqual(Object.keys(leftOutOptions[path] ?? {}).toSorted())
    for (const { names, takes } of command.options) {
      const option = names.map((flag) => own.get(flag)).find((one) => one !== undefined)
      if (option !== undefined) expect([names, option.required || option.optional]).toEqual([names, takes])
    }
    expect(ours?.registeredArguments.map(({ required, variadic }) => (variadic ? (required ? '+' : '*') : required ? null : '?'))).toEqual(
      command.arguments.map((nargs) => (nargs === '...' ? '*' : nargs)),
    )
  })

  test('is left out only where a reason is given, and for what there is', () => {
    const names = theirs.map(({ name }) => name)
    expect(Object.keys(leftOutCommands).filter((name) => !names.some((one) => one === name || one.startsWith(`${name} `)))).toEqual([])
    expect(Object.keys(leftOutOptions).filter((name) => !names.includes(name))).toEqual([])
  })
})

async function readTheirs(python: string): Promise<TheirCommand[]> {
  const { stdout } = await promisify(execFile)(python, ['-c', listing], { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout) as TheirCommand[]
}

function isLeftOut(name: string): boolean {
  return Object.keys(leftOutCommands).some((one) => name === one || name.startsWith(`${one} `))
}

function findCommand(name: string): Command | undefined {
  let command: Command | undefined = program
  for (const word of name.split(' ')) command = command?.commands.find((one) => one.name() === word || one.aliases().includes(word))
  return command
}
