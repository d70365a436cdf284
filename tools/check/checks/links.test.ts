import { expect, test } from 'vitest'
import { listHeadings, listLinks } from './links.ts'

test('finds links and images with their lines, and none in code', () => {
  const text = ['[a](one.md)', '`[b](two.md)`', '```', '[c](three.md)', '```', '![d](four.png "title")', '[e]: five.md'].join('\n')
  expect(listLinks(text)).toEqual([
    { target: 'one.md', line: 1 },
    { target: 'four.png', line: 6 },
    { target: 'five.md', line: 7 },
  ])
})

test('derives anchors as GitHub does', () => {
  expect(listHeadings('# Who may import whom?\n## `npm test` — twice\n## A & B\n# A & B\n')).toEqual([
    'who-may-import-whom',
    'npm-test--twice',
    'a--b',
    'a--b-1',
  ])
})
