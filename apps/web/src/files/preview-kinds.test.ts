import { describe, expect, it } from 'vitest'
import { chooseKind } from './preview-kinds.ts'

const text = new TextEncoder().encode('a,b\n1,2\n')
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)
const noise = Uint8Array.from({ length: 256 }, (_, at) => 200 - at)

describe('a file', () => {
  it.each([
    ['a/b.PNG', png, 'image'],
    ['model/MLmodel', text, 'text'],
    ['x.csv', text, 'table'],
    ['train.py', text, 'text'],
    ['.gitignore', text, 'text'],
    ['Dockerfile', text, 'text'],
    ['odd.name.xyz', text, 'text'],
    ['x.bin', noise, 'weights'],
    ['x.unknown', noise, 'bytes'],
    ['x', png, 'image'],
    ['model.pkl', noise, 'weights'],
  ] as const)('called %s is looked into as what it says, or as its bytes say', (path, head, name) => {
    expect(chooseKind(path, head)).toEqual({ name })
  })

  it('that is not what it is called is looked into as what it is, and that is said', () => {
    expect(chooseKind('x.png', text)).toEqual({ name: 'text', mistaken: 'a picture' })
    expect(chooseKind('x.csv', png)).toEqual({ name: 'image', mistaken: 'a table' })
    expect(chooseKind('x.parquet', noise)).toEqual({ name: 'bytes', mistaken: 'a Parquet table' })
  })

  it.each([
    ['x.csv', 'name,city\nRen\xe9,Z\xfcrich\n', 'table'],
    ['x.log', '\xe9'.repeat(20), 'text'],
    ['x.md', '# \xdcber', 'markdown'],
    ['train.py', '# caf\xe9', 'text'],
    ['no-ending', 'R\xe9sum\xe9 of all that was found', 'text'],
    ['x.unknown', '\xe9\xe8\xe0\xfc', 'bytes'],
    ['x.unknown', 'a text with \x01 and \xe9 in it', 'bytes'],
    ['x.log', '\x01\x02\x03\xe9 and more', 'bytes'],
    ['model.pkl', '\x93some text with \xe9', 'weights'],
    ['x.mp3', '\xff\xfbsome text with \xe9', 'audio'],
  ] as const)('called %s may be of an older encoding: %j', (path, head, name) => {
    const bytes = Uint8Array.from(head, (character) => character.charCodeAt(0))
    expect(chooseKind(path, bytes).name).toBe(name)
  })

  it('of text may end within a character, and begin with the mark of UTF-16', () => {
    expect(chooseKind('x', new TextEncoder().encode('ü').subarray(0, 1)).name).toBe('text')
    expect(chooseKind('x', Uint8Array.of(0xff, 0xfe, 0x41, 0)).name).toBe('text')
  })
})
