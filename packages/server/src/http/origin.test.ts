import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createOriginCheck } from './origin.ts'

const from = (headers: IncomingMessage['headers'], method = 'POST'): IncomingMessage => ({ headers, method }) as IncomingMessage

describe('createOriginCheck', () => {
  const check = createOriginCheck(['ml.lan'])

  it.each(['localhost:5000', 'LOCALHOST', '127.0.0.1:80', '192.168.0.7', '[::1]:5000', 'ml.lan', 'ML.lan:8080'])('lets %s ask', (host) => {
    expect(() => check(from({ host }))).not.toThrow()
  })

  it.each(['evil.example', 'evil.example:5000', 'localhost.evil.example', '127.0.0.1.evil.example'])('refuses the name %s', (host) => {
    expect(() => check(from({ host }))).toThrow('Invalid Host header')
  })

  it('refuses writes from pages of other origins, not reads, and not our own pages', () => {
    const host = '127.0.0.1:5000'
    expect(() => check(from({ host, origin: 'https://evil.example' }))).toThrow('Cross-origin')
    expect(() => check(from({ host, origin: 'null' }))).toThrow('Cross-origin')
    expect(() => check(from({ host, origin: 'https://evil.example' }, 'GET'))).not.toThrow()
    expect(() => check(from({ host, origin: `http://${host}` }))).not.toThrow()
  })

  it('takes any name when told so', () => {
    expect(() => createOriginCheck(['*'])(from({ host: 'anything.example' }))).not.toThrow()
  })
})
