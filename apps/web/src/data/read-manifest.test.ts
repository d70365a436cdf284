import { describe, expect, it } from 'vitest'
import formats from '../../../../docs/formats/manifest.md?raw'
import { readManifest } from './read-manifest.ts'

/** The examples of the page of the format, by their names. */
const example = (name: string) => new RegExp(`\`\`\`jsonl? ${name}\n(.*?)\`\`\``, 's').exec(formats)?.[1] ?? ''

describe('a manifest', () => {
  it('is read line by line', () => {
    const manifest = readManifest(example('monday.jsonl'), false)
    expect(manifest).toMatchObject({ version: '2.0', folder: '/srv/data', files: 3, bytes: 15 })
    expect(manifest.root).toMatch(/^ec371580/)
    expect(manifest.entries.map(({ path, size }) => [path, size])).toEqual([
      ['latest', undefined],
      ['odd\\\\name-\\xff', 1],
      ['pipe', undefined],
      ['raw/a.csv', 4],
      ['run', 10],
    ])
    expect(manifest.entries[0]?.detail).toBe('→ raw/a.csv')
  })

  it('shows what there is of one that was cut', () => {
    const text = example('monday.jsonl')
    expect(readManifest(text.slice(0, -40), true).entries).toHaveLength(4)
  })

  it('is read from one document of JSON', () => {
    const manifest = readManifest(example('c.json'), false)
    expect(manifest).toMatchObject({ version: '1.0', folder: '/srv/data' })
    expect(manifest.entries[0]).toMatchObject({ path: 'raw/a.csv', size: 4 })
    expect(manifest.entries[0]?.detail).not.toBe('')
  })

  it('says what is none', () => {
    expect(() => readManifest('nothing', false)).toThrow('no manifest')
    expect(() => readManifest('{"manifest_version": "1.0", "fil', true)).toThrow('too long')
  })
})
