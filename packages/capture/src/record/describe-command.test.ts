import { expect, it } from 'vitest'
import { createKeptBytes } from '../running/kept-bytes.ts'
import { createRedactor } from '../secrets/index.ts'
import { describeCommand, describeStdin } from './describe-command.ts'

const redactor = createRedactor({ SERVICE_TOKEN: 'a-long-enough-value' })

function bytesOf(text: string, limit = 1_000) {
  const bytes = createKeptBytes(limit)
  for (const line of text.match(/.*\n?/g) ?? []) bytes.add(Buffer.from(line))
  return bytes
}

it('leaves secrets out of the arguments and says where they were', () => {
  const params = [{ key: 'lr', value: '0.1' }]
  const place = { argv: ['tool', '--password', 'hunter2hunter2'], params, folder: '/home/me/lab/sub', root: '/home/me/lab' }
  expect(describeCommand(place, redactor, { kind: 'NONE' }, 5)).toEqual({
    argv: ['tool', '--password', '[secret:PASSWORD]'],
    secrets: [{ place: 'argv[2]', name: 'PASSWORD' }],
    params: [{ key: 'lr', value: '0.1' }],
    folder: 'sub',
    absolute_folder: '/home/me/lab/sub',
    stdin: { kind: 'NONE' },
    started_at: 5,
  })
})

it('keeps standard input that was read to its end', () => {
  const { stdin, kept } = describeStdin({ kind: 'PIPE', bytes: bytesOf('1 2 3') }, redactor)
  expect(stdin).toMatchObject({ kind: 'PIPE', size: 5, kept: { artifact: 'reprise/stdin', size: 5 } })
  expect(kept?.toString()).toBe('1 2 3')
})

it.each([
  [
    { kind: 'PIPE', bytes: bytesOf('x a-long-enough-value x') },
    { kind: 'PIPE', size: 23, not_kept: 'It holds what looks like a secret.' },
  ],
  [
    { kind: 'FILE', bytes: bytesOf('x\n'.repeat(100), 10) },
    { kind: 'FILE', not_kept: 'It is too large.' },
  ],
  [{ kind: 'PIPE' }, { kind: 'PIPE', not_kept: 'It was not read to its end.' }],
  [{ kind: 'TERMINAL' }, { kind: 'TERMINAL' }],
] as const)('does not keep %o', (input, stdin) => {
  const described = describeStdin(input, redactor)
  expect(described.stdin).toMatchObject(stdin)
  expect(described.kept).toBeUndefined()
  if (JSON.stringify(stdin).includes('secret')) expect(described.stdin.sha256).toBeUndefined()
})
