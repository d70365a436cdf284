import { expect, test } from 'vitest'
import { joinWords, parseParams, quoteShell, splitCommands } from './index.ts'

test.each([
  [['echo a > b'], 'echo a > b'],
  [['echo', 'a b', '$X', ''], 'echo "a b" $X ""'],
  [['sh', '-c', 'echo "a b"'], 'sh -c echo "a b"'],
])('joins the words %j of stage add as DVC does', (words, command) => {
  expect(joinWords(words)).toBe(command)
})

test.each([
  ['', "''"],
  ['a/b-c_1.txt', 'a/b-c_1.txt'],
  ["it's", `'it'"'"'s'`],
  ['é', "'é'"],
])('quotes %j for a shell as shlex does', (word, quoted) => {
  expect(quoteShell(word)).toBe(quoted)
})

test('runs each line and each item on its own', () => {
  expect(splitCommands('a\r\nb\n\nc\n')).toEqual(['a', 'b', '', 'c'])
  expect(splitCommands(['a\nb', 1n])).toEqual(['a\nb', '1'])
  expect(splitCommands('')).toEqual([])
})

test('groups the parameters of -p by file', () => {
  expect(parseParams(['lr,n', 'p.json:a', 'p.json:b,c', 'all.yaml:'])).toEqual([
    { file: 'params.yaml', keys: ['lr', 'n'] },
    { file: 'p.json', keys: ['a', 'b', 'c'] },
    { file: 'all.yaml', keys: [] },
  ])
})
