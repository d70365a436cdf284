import { expect, it } from 'vitest'
import type { Access } from './access.ts'
import { sortAccesses } from './sort-accesses.ts'

const state = { size: 1, modified: '1', changed: '1', inode: '1' }

function access(kind: Access['kind'], order: number, more: Partial<Access> = {}): Access {
  return { path: '/a', kind, order: BigInt(order), source: 'HOOK', ...more }
}

it.each([
  ['read, then written', [access('read', 1, { state }), access('write', 2)], { isRead: true, isWritten: true, state }],
  ['written, then read', [access('write', 1), access('read', 2, { state })], { isRead: false, isWritten: true }],
  ['opened for both', [access('read', 1, { state }), access('write', 1)], { isRead: true, isWritten: true }],
  ['loaded', [access('module', 1), access('read', 2)], { isRead: true, isModule: true }],
  ['copied before it changed', [access('read', 1), access('copy', 2, { copy: '/c' }), access('write', 3)], { copy: '/c' }],
])('%s', (_case, accesses, use) => expect(sortAccesses(accesses)).toMatchObject([use]))

it('believes the kernel where it has seen more than a hook', () => {
  const traced = [access('write', 1, { source: 'TRACE' }), access('read', 2, { source: 'TRACE' })]
  expect(sortAccesses([access('read', 1, { state }), ...traced])).toMatchObject([{ isRead: false, isWritten: true, source: 'TRACE' }])
})
