import type { RecordedFile } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { logData } from './log-data.ts'

const file = (path: string, size: number, more: Partial<RecordedFile> = {}): RecordedFile => ({
  path,
  kind: 'FILE',
  size,
  sha256: 'f'.repeat(64),
  md5: String(size).padStart(32, '0'),
  ...more,
})

test('of many files the largest are told of; those that were not read are not', () => {
  const told: string[][] = []
  const tell = (datasets: readonly { readonly name: string }[]): void => void told.push(datasets.map(({ name }) => name))
  const many = Array.from({ length: 150 }, (_, index) => file(`f${index}`, index))
  const odd = [file('listed', 1e6, { is_listed: true }), { path: 'folder', kind: 'FOLDER' } as const, file('x'.repeat(501), 1e6)]
  logData({ logInputs: tell, logOutputs: tell }, { inputs: [...odd, ...many], outputs: [file('model', 3)] })
  expect(told.map((names) => names.length)).toEqual([100, 1])
  expect([told[0]?.[0], told[0]?.[99], told[1]?.[0]]).toEqual(['f149', 'f50', 'model'])
})
