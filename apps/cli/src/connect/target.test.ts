import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { hidePassword, readTarget } from './target.ts'

test.each([
  ['http://localhost:5000', { kind: 'server', url: 'http://localhost:5000' }],
  ['HTTPS://ml.lan/prefix', { kind: 'server', url: 'HTTPS://ml.lan/prefix' }],
  ['./runs', { kind: 'folder', path: resolve('runs') }],
  ['file:./runs', { kind: 'folder', path: resolve('runs') }],
  ['file:///var/my%20runs', { kind: 'folder', path: '/var/my runs' }],
  ['sqlite:///runs.db', { kind: 'folder', path: resolve('runs.db') }],
])('%s', (uri, target) => expect(readTarget(uri)).toEqual(target))

test.each(['postgresql://me:secret@db/runs', 'databricks://profile', 'ftp://x'])('%s is refused, without its password', (uri) => {
  expect(() => readTarget(uri)).toThrow('is neither a server nor a folder')
  expect(() => readTarget(uri)).not.toThrow('secret')
})

test.each([
  ['postgresql://me:secret@db/runs', 'postgresql://me:***@db/runs'],
  ['postgresql://me@db/runs?x=a:b@c', 'postgresql://me@db/runs?x=a:b@c'],
  ['postgresql://me:se:cr@et@db/runs', 'postgresql://me:***@db/runs'],
  ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['C:\\runs', 'C:\\runs'],
])('the password of %s is hidden', (uri, shown) => expect(hidePassword(uri)).toBe(shown))
