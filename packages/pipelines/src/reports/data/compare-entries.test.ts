import { expect, it } from 'vitest'
import { compareEntries } from './compare-entries.ts'
import type { DataEntries, DataEntry } from './data-entries.ts'

function entries(files: Readonly<Record<string, string | undefined>>, unknown: readonly string[] = []): DataEntries {
  const toEntry = (path: string, oid: string | undefined): DataEntry => ({
    path,
    isFolder: oid?.endsWith('.dir') === true,
    hash: 'md5',
    oid,
  })
  return { byPath: new Map(Object.entries(files).map(([path, oid]) => [path, toEntry(path, oid)])), unknown: new Set(unknown) }
}

function told(old: DataEntries, current: DataEntries, granular = true): string[] {
  return compareEntries(old, current, { hashOnly: true, granular, isMeant: () => true })
    .filter(({ kind }) => kind !== 'unchanged')
    .map((change) => `${change.kind} ${change.old?.path ?? ''}>${change.current?.path ?? ''}`)
}

it('takes what went and came with the same content for moved, each source once', () => {
  const changes = told(entries({ a: '1', b: '1', c: '2' }), entries({ x: '1', y: '1', z: '1', c: '2' }))
  expect(changes).toEqual(['renamed a>x', 'renamed b>y', 'added >z'])
})

it('tells members of folders only where they are asked for', () => {
  const [old, current] = [entries({ d: '1.dir', 'd/a': 'a' }), entries({ d: '2.dir', 'd/b': 'b' })]
  expect(told(old, current, false)).toEqual(['modified d>d'])
  expect(told(old, current)).toEqual(['modified d>d', 'deleted d/a>', 'added >d/b'])
})

it('does not guess what was in a folder whose tree is not known', () => {
  expect(told(entries({ d: '1.dir' }, ['d']), entries({ d: '2.dir', 'd/b': 'b' }))).toEqual(['modified d>d', 'unknown >d/b'])
})

it('takes data of which nothing is recorded for absent', () => {
  expect(told(entries({ o: undefined }), entries({ o: '1' }))).toEqual(['added >o'])
})
