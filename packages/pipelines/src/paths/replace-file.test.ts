import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { expect, test } from 'vitest'
import { decodeText, replaceFile } from './index.ts'

test('a text is replaced as a whole, keeps its mode, and has nothing beside it', async () => {
  await using temporary = await createTemporaryFolder('replace')
  const [project, file] = [join(temporary.path, 'project'), join(temporary.path, 'project', 'sub', 'f')]
  mkdirSync(join(project, 'sub'), { recursive: true })
  replaceFile(file, 'outside of a project')
  chmodSync(file, 0o640)
  for (const round of [1, 2]) {
    mkdirSync(join(project, '.dvc', 'tmp'), { recursive: true })
    replaceFile(file, `in a project ${round}`)
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([`in a project ${round}`, 0o640])
    expect(readdirSync(join(project, '.dvc', 'tmp', 'unfinished'))).toEqual([])
    // Another project may be begun in its place.
    rmSync(join(project, '.dvc'), { recursive: true })
  }
  replaceFile(file, 'outside again')
  expect([readdirSync(join(project, 'sub')), existsSync(join(project, '.dvc'))]).toEqual([['f'], false])
})

test('what can not be written is told of, and nothing stays', async () => {
  await using temporary = await createTemporaryFolder('replace')
  mkdirSync(join(temporary.path, '.dvc', 'tmp'), { recursive: true })
  mkdirSync(join(temporary.path, 'folder'))
  expect(() => replaceFile(join(temporary.path, 'folder'), 'x')).toThrow(/\[Errno (?:21|39)\]|EISDIR|EEXIST/)
  expect(() => replaceFile(join(temporary.path, 'nowhere', 'f'), 'x')).toThrow('[Errno 2] No such file or directory')
  expect(readdirSync(join(temporary.path, '.dvc', 'tmp', 'unfinished'))).toEqual([])
})

test('a text that is not UTF-8 is refused with its line', async () => {
  await using temporary = await createTemporaryFolder('replace')
  const file = join(temporary.path, 'f')
  writeFileSync(file, Buffer.from('ä: 1\r\nb: \xe4\nc', 'latin1'))
  expect(() => decodeText(readFileSync(file), 'f')).toThrow("unable to read: 'f', is not valid utf-8: line 1")
  expect(() => decodeText(Buffer.concat([Buffer.from('ä: 1\n\nb: '), Buffer.from([0xe4])]), 'f')).toThrow('line 3')
  expect(decodeText(Buffer.from('ä'), 'f')).toBe('ä')
})
