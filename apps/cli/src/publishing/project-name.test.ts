import { expect, test } from 'vitest'
import { nameProject } from './project-name.ts'

test.each([
  ['git@github.com:ada/spirals.git', 'ada/spirals'],
  ['https://ada:secret@github.com/ada/spirals.git', 'ada/spirals'],
  ['https://gitlab.lan/group/sub/spirals/', 'sub/spirals'],
  ['ssh://git@host:2222/~/spirals.git?x=1', 'spirals'],
  ['host:spirals', 'spirals'],
  ['/srv/git/spirals.git', 'spirals'],
  ['../spirals', 'spirals'],
  ['file:///srv/git/spirals.git', 'spirals'],
  ['https://host/', 'work'],
])('%s is called %s', (remote, name) => expect(nameProject({ root: '/home/me/work', top: '/home/me/work', remote })).toBe(name))

test('a project without a remote is called as its folder, one inside a repository after both', () => {
  expect(nameProject({ root: '/home/me/moons', top: undefined, remote: undefined })).toBe('moons')
  expect(nameProject({ root: '/home/me/mono/ml/moons', top: '/home/me/mono', remote: undefined })).toBe('mono/ml/moons')
  expect(nameProject({ root: '/r/ml', top: '/r', remote: 'git@h.org:ada/mono' })).toBe('ada/mono/ml')
})

test('a name is one that a server takes', () => {
  expect(nameProject({ root: `/home/${'x'.repeat(300)}`, top: undefined, remote: undefined })).toHaveLength(250)
  expect(nameProject({ root: '/home/a\nb ', top: undefined, remote: undefined })).toBe('a?b')
  expect(nameProject({ root: '/', top: undefined, remote: undefined })).toBe('project')
})
