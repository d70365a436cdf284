import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { zipPieces } from './zip-pieces.ts'

async function* piecesOf(...pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces
}

async function join(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

async function unzip(pieces: AsyncIterable<string>): Promise<string> {
  return gunzipSync(Buffer.from(await join(pieces), 'base64')).toString('utf8')
}

test('text comes out as it went in, in pieces of any size', async () => {
  const noise = Array.from({ length: 100_000 }, (_, at) => Math.imul(at, 0x9e3779b1)).join(' ')
  for (const pieces of [[], [''], ['a'], ['</script>👾', '', 'b'], [noise, 'end', noise]]) {
    // One after the other.
    // oxlint-disable-next-line no-await-in-loop
    expect(await unzip(zipPieces(piecesOf(...pieces)))).toBe(pieces.join(''))
  }
})

test('nothing in it is a tag', async () => {
  expect(await join(zipPieces(piecesOf('</script><script>alert(1)</script><!--')))).toMatch(/^[A-Za-z0-9+/]+=*$/)
})

test('what fails while it is made fails for whoever reads', async () => {
  async function* breaking(): AsyncGenerator<string> {
    yield 'a'
    throw new Error('broken')
  }
  await expect(unzip(zipPieces(breaking()))).rejects.toThrow('broken')
})
