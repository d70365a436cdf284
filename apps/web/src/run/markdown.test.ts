import { expect, test } from 'vitest'
import { blocksOf } from './markdown.tsx'

test('a note has headings, lists, code and paragraphs', () => {
  const note = '# Title\nfirst\n\n- one\n- two\n\n1. a\n2. b\n\n```py\nx = 1\n\ny = 2\n```\nlast'
  expect(blocksOf(note)).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'paragraph', text: 'first' },
    { kind: 'list', items: ['one', 'two'], isOrdered: false },
    { kind: 'list', items: ['a', 'b'], isOrdered: true },
    { kind: 'code', text: 'x = 1\n\ny = 2' },
    { kind: 'paragraph', text: 'last' },
  ])
})

test('code that is not closed goes on to the end', () => {
  expect(blocksOf('```\na\n\nb')).toEqual([{ kind: 'code', text: 'a\n\nb' }])
})
