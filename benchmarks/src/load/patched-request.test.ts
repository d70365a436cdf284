import { expect, test } from 'vitest'
import { createPatchedRequests } from './patched-request.ts'

const url = new URL('http://127.0.0.1:5000')

function bodyOf(request: Buffer): unknown {
  return JSON.parse(request.toString('utf8').split('\r\n\r\n')[1] ?? '')
}

test('counts in every place of the body, each with its own number of digits', () => {
  const next = createPatchedRequests(url, '/log', '{"step":1###,"timestamp":17#####00,"name":"run ##"}')
  expect(bodyOf(next())).toEqual({ step: 1000, timestamp: 170000000, name: 'run 00' })
  expect(bodyOf(next())).toEqual({ step: 1001, timestamp: 170000100, name: 'run 01' })
})

test('keeps the length that the head announces', () => {
  const next = createPatchedRequests(url, '/log', '{"step":1###,"value":0.????????????????}')
  for (let count = 0; count < 20; count++) {
    const [head, body] = next().toString('utf8').split('\r\n\r\n')
    expect(body).toHaveLength(Number(/content-length: (\d+)/.exec(head ?? '')?.[1]))
    expect(() => JSON.parse(body ?? '')).not.toThrow()
  }
})

test('draws random digits anew', () => {
  const next = createPatchedRequests(url, '/log', '{"value":0.????????????????}')
  expect(bodyOf(next())).not.toEqual(bodyOf(next()))
})

test('stops before steps would repeat', () => {
  const next = createPatchedRequests(url, '/log', '{"step":1#}')
  for (let count = 0; count < 10; count++) next()
  expect(next).toThrow('numbers would repeat after 10 requests')
})

test('leaves the address alone', () => {
  const next = createPatchedRequests(url, '/log?#', '{"step":1#}')
  expect(next().toString('utf8')).toContain('POST /log?# HTTP/1.1')
})
