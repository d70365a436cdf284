import { expect, test } from 'vitest'
import { type Block, blocksOf } from './blocks.ts'

const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
const items = (...texts: string[]) => texts.map((text) => ({ isDone: undefined, blocks: [paragraph(text)] }))

test('a note has headings, lists, code and paragraphs', () => {
  const note = '# Title\nfirst\n- one\n- two\n\n3. a\n4. b\n\n```py\nx = 1\n\ny = 2\n```\nlast\nline\n***\n~~~\n```\n~~~'
  expect(blocksOf(note)).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    paragraph('first'),
    { kind: 'list', items: items('one', 'two'), isOrdered: false, start: 1 },
    { kind: 'list', items: items('a', 'b'), isOrdered: true, start: 3 },
    { kind: 'code', text: 'x = 1\n\ny = 2' },
    paragraph('last\nline'),
    { kind: 'line' },
    { kind: 'code', text: '```' },
  ])
})

test('code that is not closed goes on to the end', () => {
  expect(blocksOf('```\na\n\nb')).toEqual([{ kind: 'code', text: 'a\n\nb' }])
})

test('a table has the columns of its head, with escaped bars in its cells', () => {
  expect(blocksOf('before\n| a | b |\n|:--|--:|\n| 1 | x \\| y |\n| 2 |\n\nafter | no table')).toEqual([
    paragraph('before'),
    {
      kind: 'table',
      head: ['a', 'b'],
      rows: [
        ['1', 'x | y'],
        ['2', ''],
      ],
    },
    paragraph('after | no table'),
  ])
  expect(blocksOf('a | b\n--- | ---\n1 | 2')).toMatchObject([{ kind: 'table', rows: [['1', '2']] }])
})

test('lists hold lists, code and things to do, and go on after empty lines', () => {
  expect(blocksOf('- [ ] one\n  - deeper\n    - deepest\n- [x] two\n\n  more\n\n      code?\n- three\nlazily')).toEqual([
    {
      kind: 'list',
      isOrdered: false,
      start: 1,
      items: [
        {
          isDone: false,
          blocks: [
            paragraph('one'),
            {
              kind: 'list',
              isOrdered: false,
              start: 1,
              items: [
                {
                  isDone: undefined,
                  blocks: [paragraph('deeper'), { kind: 'list', isOrdered: false, start: 1, items: items('deepest') }],
                },
              ],
            },
          ],
        },
        { isDone: true, blocks: [paragraph('two'), paragraph('more'), paragraph('code?')] },
        { isDone: undefined, blocks: [paragraph('three\nlazily')] },
      ],
    },
  ])
})

test('quotes hold what texts hold', () => {
  expect(blocksOf('> # a\n> - b\n>> c\n\nd')).toEqual([
    {
      kind: 'quote',
      blocks: [
        { kind: 'heading', level: 1, text: 'a' },
        { kind: 'list', isOrdered: false, start: 1, items: items('b') },
        { kind: 'quote', blocks: [paragraph('c')] },
      ],
    },
    paragraph('d'),
  ])
})

test('no text is too deep, or never read to its end', () => {
  for (const text of [
    '>'.repeat(5_000),
    '- '.repeat(5_000),
    '|'.repeat(5_000),
    '[('.repeat(5_000),
    '*_~`'.repeat(5_000),
    '-',
    '1.',
    '>',
    '```',
  ])
    expect(blocksOf(`${text}\nx`).length).toBeGreaterThan(0)
})
