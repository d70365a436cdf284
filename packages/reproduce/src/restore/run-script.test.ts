import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { printScript, quote } from './run-script.ts'

const parts = { id: 'abc', folder: '/', exported: {}, path: undefined, secrets: [], stdin: undefined, mounts: [] }
const run = (script: string, env: Record<string, string> = {}): string => {
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { env: { PATH: process.env['PATH'] ?? '', ...env }, encoding: 'utf8' })
  return stdout + stderr
}

it.each(['plain', 'two words', "it's", '$HOME `id` "x"', '', 'a\nb', '*', '~', '[secret:not a name]'])(
  'the word %j arrives as it is',
  (word) => expect(run(printScript({ ...parts, argv: ['printf', '%s', word] }))).toBe(word),
)

it('sets variables, and leaves out what is no name of one', () => {
  const exported = { VALUE: "a'b", 'X=1; echo evil; Y': '1' }
  expect(run(printScript({ ...parts, exported, argv: ['printenv', 'VALUE'] }))).toBe("a'b\n")
})

it('takes secrets from the environment, and asks for those that are missing', () => {
  const script = printScript({ ...parts, secrets: ['API_KEY'], argv: ['printf', '%s', '--key=[secret:API_KEY]'] })
  expect(run(script, { API_KEY: 'a b' })).toBe('--key=a b')
  expect(run(script)).toMatch(/API_KEY.*is a secret of the run/)
})

it('connects standard input as it was: a file, or a pipe', () => {
  const file = import.meta.filename
  const script = (isPiped: boolean): string =>
    printScript({ ...parts, stdin: { file, isPiped }, argv: ['sh', '-c', 'test -p /dev/stdin && printf pipe; head -c 6; exit 3'] })
  expect([run(script(true)), run(script(false))]).toEqual(['pipeimport', 'import'])
  expect(spawnSync('sh', ['-c', script(true)]).status).toBe(3)
})

it('quotes only what needs it', () => expect(['a-b/c.py', 'a b'].map(quote)).toEqual(['a-b/c.py', "'a b'"]))
