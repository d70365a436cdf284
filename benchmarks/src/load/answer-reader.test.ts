import { expect, test } from 'vitest'
import { AnswerReader } from './answer-reader.ts'

const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world'
const chunked = 'HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n'

/** What a reader answers when the text arrives in parts of so many bytes. */
function readInParts(reader: AnswerReader, text: string, size: number): string | undefined {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) {
    const answer = reader.read(bytes.subarray(at, at + size))
    if (answer !== undefined) return `${answer.status} ${answer.body.toString('utf8')} ${at + size >= bytes.length}`
  }
  return undefined
}

test.each([1, 2, 7, 64, 1_000])('reads answers that arrive in parts of %i bytes, one after the other', (size) => {
  const reader = new AnswerReader()
  expect(readInParts(reader, plain, size)).toBe('200 hello world true')
  expect(readInParts(reader, chunked, size)).toBe('404 hello world true')
  expect(readInParts(reader, plain, size)).toBe('200 hello world true')
})

test('answers at once when there is no body', () => {
  expect(readInParts(new AnswerReader(), 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 1)).toBe('200  true')
})
