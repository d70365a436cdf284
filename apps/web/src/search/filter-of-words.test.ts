import { parseRunFilter } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { areWords, filterOfWords } from './filter-of-words.ts'

test.each(['spiral', "it's", '0af7651916cd43dd8448eb211c80319c', '0af76519-16cd', '100%', 'a"b'])('%s is searched for', (words) => {
  expect(() => parseRunFilter(filterOfWords(words))).not.toThrow()
})

test('what may be the beginning of an id is searched for as one too', () => {
  expect(filterOfWords('0AF76519-16cd')).toContain("run_id LIKE '0af7651916cd%'")
  expect(filterOfWords('loss')).not.toContain('run_id')
})

test.each(['spiral', 'close-issue-3', 'mlp lr0.1', '名前', '0af7651916cd43dd8448eb211c80319c'])('%s are words', (text) => {
  expect(areWords(text)).toBe(true)
})

test.each(['', ' ', 'metrics.loss', 'params.lr = ', 'a AND b', "'spiral'", 'min(metrics.loss)', 'tags.a IS NULL'])(
  '%s are none',
  (text) => {
    expect(areWords(text)).toBe(false)
  },
)
