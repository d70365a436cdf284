import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createTemporaryFolder, ensurePython, pythonSets, requirePart, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DrivenTool, startReprise } from '../driven/start-driven.ts'
import { leftOutCommands, leftOutEverywhere, leftOutOptions } from './left-out-options.ts'

const found = await ensurePython(pythonSets.dvc)
const part = requirePart('DVC', found)

/** Prints of each command of DVC its options, and of each argument how many words it takes. */
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
  /** Each as argparse has it: `?`, `*`, `+`, `...`, or null for one word. */
  readonly arguments: readonly (string | null)[]
}

describe.skipIf(part.missing)(`the command line of dvc${part.note}`, async () => {
  const theirs = found.reason === undefined ? await readTheirs(found.python) : []
  const meant = theirs.filter(({ name }) => !isLeftOut(name))
  let place: TemporaryFolder
  let reprise: DrivenTool
  beforeAll(async () => {
    place = await createTemporaryFolder('options')
    reprise = await startReprise(place.path)
  })
  afterAll(async () => {
    await reprise[Symbol.asyncDispose]()
    await place[Symbol.asyncDispose]()
  })

  test.each(meant.map((command) => [command.name, command] as const))('%s can be called in the same way', async (name, command) => {
    const help = await reprise.run(place.path, [...name.split(' '), '--help'], { COLUMNS: '300' })
    expect(help.code, help.stderr).toBe(0)
    const { path, options, parameters } = readHelp(help.stdout)
    const flags = command.options.flatMap(({ names }) => names).filter((flag) => !leftOutEverywhere.includes(flag))
    expect(flags.filter((flag) => !options.has(flag)).toSorted()).toEqual(Object.keys(leftOutOptions[path] ?? {}).toSorted())
    for (const { names, takes } of command.options)
      for (const flag of names.filter((one) => options.has(one))) expect([flag, options.get(flag)]).toEqual([flag, takes])
    expect(parameters).toEqual(command.arguments.map((count) => (count === '...' ? '*' : count)))
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

interface Help {
  /** Without aliases. */
  readonly path: string
  /** Whether a value follows each. */
  readonly options: ReadonlyMap<string, boolean>
  /** As argparse has them. */
  readonly parameters: readonly (string | null)[]
}

function readHelp(text: string): Help {
  const [, path = '', usage = ''] = /^Usage: reprise (.+?)(?: \[options\])((?: [<[].*)?)$/m.exec(text) ?? []
  const options = new Map<string, boolean>()
  for (const [, flags = '', value] of text.matchAll(/^ {2}(-[^ ,<[]+(?:, --[^ ,<[]+)?)( [<[])?/gm))
    for (const flag of flags.split(', ')) options.set(flag, value !== undefined)
  const parameters = [...usage.matchAll(/([<[])[^\]>]*?(\.\.\.)?[\]>]/g)].map(([, opening, many]) =>
    many === undefined ? (opening === '<' ? null : '?') : opening === '<' ? '+' : '*',
  )
  return { path: path.replaceAll(/\|\S+/g, ''), options, parameters }
}
