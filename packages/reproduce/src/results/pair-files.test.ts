import { expect, it } from 'vitest'
import { pairFiles } from './pair-files.ts'
import type { ResultFile } from './result-file.ts'

const file = (name: string): ResultFile => ({
  kind: 'output',
  name,
  digest: () => Promise.resolve(''),
  read: () => Promise.resolve(undefined),
  why: undefined,
})
const filesOf = (...names: readonly string[]): ReadonlyMap<string, ResultFile> => new Map(names.map((name) => [name, file(name)]))
const during = { from: Date.UTC(2026, 2, 14, 9, 30, 7), to: Date.UTC(2026, 2, 14, 9, 40) }
const later = { from: Date.UTC(2026, 2, 15, 22, 1), to: Date.UTC(2026, 2, 15, 22, 5) }
const pair = (a: readonly string[], b: readonly string[]): (string | undefined)[][] =>
  pairFiles([filesOf(...a), filesOf(...b)], [{ during }, { during: later }]).map((both) => both.map((found) => found?.name))

it('holds files of one name against each other', () => {
  expect(pair(['b', 'a'], ['a', 'b'])).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ])
})

it('pairs those that are named after the time, in the order of time', () => {
  const [first, second] = ['model_20260314_093010.pkl', 'model_20260314_093520.pkl']
  expect(pair([second, first, 'x'], ['x', 'model_20260315_220210.pkl', 'model_20260315_220130.pkl'])).toEqual([
    [first, 'model_20260315_220130.pkl'],
    [second, 'model_20260315_220210.pkl'],
    ['x', 'x'],
  ])
})

it('leaves alone what one run has more of, and what is another file', () => {
  expect(pair(['m_20260314_093010'], ['m_20260315_220130', 'm_20260315_220210'])).toEqual([
    ['m_20260314_093010', undefined],
    [undefined, 'm_20260315_220130'],
    [undefined, 'm_20260315_220210'],
  ])
  expect(pair(['fold_1'], ['fold_2'])).toEqual([
    ['fold_1', undefined],
    [undefined, 'fold_2'],
  ])
})
