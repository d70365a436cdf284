import { parseJsonTree } from '@reprise/compare'
import { describe, expect, it } from 'vitest'
import { printJson, rowsOfJson } from './json-rows.ts'
import { tableOfJson } from './json-table.ts'

describe('a tree of JSON', () => {
  it('has the rows of what is open, with numbers to their last digit', () => {
    const root = parseJsonTree('{"a": {"b": [1, 12345678901234567890]}, "c": NaN}')
    const rows = rowsOfJson(root, (path) => path === '' || path === '/"a"')
    expect(rows.map(({ depth, name, value }) => [depth, name, printJson(value)])).toEqual([
      [0, undefined, '{ "a": { "b": [1, 12345678901234567890] }, "c": NaN }'],
      [1, 'a', '{ "b": [1, 12345678901234567890] }'],
      [2, 'b', '[1, 12345678901234567890]'],
      [1, 'c', 'NaN'],
    ])
  })
})

describe('JSON that is a table', () => {
  it.each([
    ['as log_table writes it', '{"columns": ["q", "n"], "data": [["a", 1], [null, 2]]}'],
    ['as records', '[{"q": "a", "n": 1}, {"n": 2}]'],
    ['as columns', '{"q": ["a", null], "n": [1, 2]}'],
  ])('is known %s', (_name, text) => {
    expect(tableOfJson(parseJsonTree(text))).toEqual({
      columns: [
        { name: 'q', isNumber: false },
        { name: 'n', isNumber: true },
      ],
      rows: [
        ['a', '1'],
        [null, '2'],
      ],
    })
  })

  it('is none where lists are not of one length', () => {
    expect(tableOfJson(parseJsonTree('{"a": [1, 2], "b": [1]}'))).toBeUndefined()
    expect(tableOfJson(parseJsonTree('{"columns": ["a"], "data": [[1, 2]]}'))).toBeUndefined()
  })
})
