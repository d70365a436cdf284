import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createManifest } from '../create-manifest.ts'
import { toPathBytes } from '../paths/path-text.ts'
import { readManifest } from '../read-manifest.ts'
import { writeManifest } from '../write-manifest.ts'
import { fillFolder } from './data-folder.ts'
import { readPlain } from './plain-reader.ts'

const page = readFileSync(new URL('../../../../../docs/formats/manifest.md', import.meta.url), 'utf8')
const examples = new Map([...page.matchAll(/^```jsonl? (\S+)\n(.*?)^```/gms)].map(([, name = '', text = '']) => [name, text]))
const example = (name: string): string => examples.get(name) ?? ''

let temporary: TemporaryFolder
beforeAll(async () => {
  temporary = await createTemporaryFolder('manifest-format')
  for (const [name, text] of examples) writeFileSync(join(temporary.path, name), text)
})
afterAll(() => temporary.remove())

test('the page has an example of each kind', () => {
  expect([...examples.keys()]).toEqual(['monday.jsonl', 'tuesday.jsonl', 'c.json'])
})

test.each([...examples])('the example %s is read alike by this program and by one written from the page', async (name, text) => {
  const plain = readPlain(text, example)
  const { entries, problems, root } = await readManifest(join(temporary.path, name))
  expect(root).toBe(plain.root)
  expect(entries.map(({ path }) => toPathBytes(path))).toEqual(plain.entries.map(({ path }) => path.toString('latin1')))
  expect(problems.map(({ path, type, reason }) => [path, type, reason])).toEqual(plain.problems)
})

test('the examples say what the page says of them', () => {
  const paths = readPlain(example('tuesday.jsonl'), example).entries.map(({ path }) => path.toString('latin1'))
  expect(paths).toEqual(['latest', 'odd\\name-\xff', 'raw/a.csv', 'raw/b.csv'])
})

test.each(['native', 'classic'] as const)('what is written as %s today is what the page describes', async (format) => {
  const folder = fillFolder(join(temporary.path, format), { 'a/b': '1', 'a-b': '2', 'not-\xff\\': { program: '3' }, l: { link: 'a\\b' } })
  const [first, file] = [await createManifest(folder), join(temporary.path, `${format}-1`)]
  writeManifest(first, file, { format })
  const find = (name: string): string => readFileSync(join(temporary.path, name), 'utf8')
  expect(readPlain(readFileSync(file, 'utf8'), find)).toMatchObject({
    root: first.root,
    entries: [{ path: Buffer.from('a-b') }, {}, {}, {}],
  })
  if (format === 'classic') return
  writeFileSync(join(folder, 'a-b'), 'other')
  const second = await createManifest(folder)
  writeManifest(second, `${file}-2`, { parent: { manifest: first, file } })
  expect(readPlain(readFileSync(`${file}-2`, 'utf8'), find).root).toBe(second.root)
})
