import type { RecordedFile, RunRecord } from '@reprise/protocol'
import { expect, it } from 'vitest'
import { layOut } from './layout.ts'

const record = (root: string, ...paths: string[]): Pick<RunRecord, 'code' | 'inputs' | 'outputs'> => ({
  code: { kind: 'NONE', root, remotes: [], files: [], submodules: [] },
  inputs: paths.map((path): RecordedFile => ({ path, kind: 'FILE' })),
  outputs: [],
})

it('keeps code without neighbours in one folder', () => {
  const { root, beside } = layOut(record('/home/u/project', 'data.csv', '/data/far.csv'), '/tmp/place')
  expect(root).toBe('/tmp/place/code')
  expect(beside('/data/far.csv')).toBeUndefined()
})

it('puts neighbours where relative paths lead', () => {
  const { root, beside } = layOut(record('/home/u/project', '/home/u/data/a.csv', '/home/other/b.csv'), '/tmp/place')
  expect(root).toBe('/tmp/place/u/project')
  expect(beside('/home/u/data/a.csv')).toBe('/tmp/place/u/data/a.csv')
  expect(beside('/home/other/b.csv')).toBe('/tmp/place/other/b.csv')
  expect(beside('/home/u/project/inside.csv')).toBeUndefined()
})

it('does not make again what is far above', () => {
  const deep = '/a/1/2/3/4/5/6/7/8/9'
  expect(layOut(record(deep, '/a/b.csv'), '/tmp/place').root).toBe('/tmp/place/code')
})
