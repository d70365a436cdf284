import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createProgram } from '../../program.ts'
import { createTestWorld } from '../../testing/test-world.ts'
import { listWords } from './list-words.ts'
import { printScript } from './scripts.ts'

const words = listWords(await createProgram(createTestWorld()))
const script = printScript('bash', words)

/** What a real bash proposes for the last word. */
function complete(...typed: string[]): string[] {
  const line = ['reprise', ...typed]
  const program = `${script}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_reprise; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', program, 'bash', ...line], { encoding: 'utf8' })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout.split('\n').filter((word) => word !== '')
}

test('bash completes commands', () => {
  expect(complete('')).toEqual(expect.arrayContaining(['server', 'demo', 'runs', '--version', '--help']))
  expect(complete('se')).toEqual(['server'])
  expect(complete('runs', 'se')).toEqual(['search'])
  expect(complete('runs', '')).toEqual(expect.arrayContaining(['list', 'search', 'delete']))
  expect(complete('store', '')).not.toContain('search')
})

test('bash completes options, also after arguments and other options', () => {
  expect(complete('runs', 'list', '--or')).toEqual(['--order-by'])
  expect(complete('runs', '--tr')).toEqual([])
  expect(complete('runs', 'compare', 'abc', 'def', '--d')).toEqual(['--diff'])
  expect(complete('runs', 'list', '--json', '--del')).toEqual(['--deleted'])
  expect(complete('runs', 'list', '-n', '5', '--qu')).toEqual(['--quiet'])
})

test('a value that is called like a command is a value', () => {
  expect(complete('runs', 'list', '-e', 'store', '--or')).toEqual(['--order-by'])
  expect(complete('runs', 'delete', 'list', '--tr')).toEqual(['--tracking-uri'])
})

test('bash completes values where there are only some', () => {
  expect(complete('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']))
  expect(complete('server', '--log-level', 'd')).toEqual(['debug'])
  expect(complete('runs', 'log', 'abc', '--status', 'F')).toEqual(['FINISHED', 'FAILED'])
})

test('bash leaves other values to the names of files', () => {
  expect(complete('server', '--store', '')).toEqual([])
  expect(complete('runs', 'log', 'abc', '--artifact', 'p')).toEqual([])
})

test('zsh reads the same script through bashcompinit', () => {
  expect(printScript('zsh', words)).toBe(`#compdef reprise\nautoload -U +X bashcompinit && bashcompinit\n${script}`)
})

test('fish is told of every command, option and value', () => {
  const fish = printScript('fish', words)
  expect(fish).toContain(`complete -c reprise -n '__fish_use_subcommand' -f -a runs\n`)
  expect(fish).toContain(`complete -c reprise -n '__fish_seen_subcommand_from runs; and __fish_seen_subcommand_from list' -l order-by -r\n`)
  expect(fish).toContain(`-l log-level -x -a 'trace debug info warn error silent'\n`)
  expect(fish).toMatch(/-n '__fish_seen_subcommand_from runs; and not __fish_seen_subcommand_from list [^']*' -f -a list\n/)
})
