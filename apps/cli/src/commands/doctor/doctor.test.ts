import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { describe, expect, it } from 'vitest'
import { describeConnectionTrouble, describeStranger } from './connection-trouble.ts'
import { describeKeepingTrouble } from './keeping-trouble.ts'
import { troubles } from './probes.ts'

const guide = readFileSync(join(import.meta.dirname, '../../../../../docs/guides/operations.md'), 'utf8')

it('the guide to operations names every trouble', () => {
  const named = [...guide.matchAll(/^\| `([\w-]+)` \|/gm)]
    .map(([, name = '']) => name)
    .filter((name) => troubles.some((trouble) => trouble === name))
  expect(new Set(named)).toEqual(new Set(troubles))
  expect(named).toHaveLength(troubles.length)
})

/** As `fetch` throws it. */
function failed(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause })
}

function withCode(code: string, message = code): Error {
  return Object.assign(new Error(message), { code })
}

describe('a connection that fails', () => {
  it.each([
    [withCode('ENOTFOUND'), 'name-not-resolved'],
    [withCode('EAI_AGAIN'), 'name-not-resolved'],
    [withCode('ECONNREFUSED'), 'connection-refused'],
    [new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]), 'connection-refused'],
    [withCode('EHOSTUNREACH'), 'no-answer'],
    [withCode('UND_ERR_CONNECT_TIMEOUT'), 'no-answer'],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'certificate'],
    [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'certificate'],
    [withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'certificate'],
    [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'wrong-protocol'],
    [withCode('UND_ERR_SOCKET', 'other side closed'), 'wrong-service'],
    [new Error('bad port'), 'wrong-service'],
    [new Error('something new'), 'no-answer'],
  ])('%s is %s', (cause, trouble) => {
    expect(describeConnectionTrouble('http://ml.lan:5000', failed(cause))).toMatchObject({
      state: 'problem',
      trouble,
      hint: expect.stringMatching(/\w/),
    })
  })
})

describe('an answer to /health', () => {
  const answer = (status: number, text: string, location: string | null = null) =>
    describeStranger({ url: 'http://x', status, text, server: null, location })
  it('is that of a tracking server, or asked for again in its own words', () => {
    for (const text of ['OK', 'OK\n', '"OK"']) expect(answer(200, text)).toBeUndefined()
    expect(answer(401, '')).toBeUndefined()
    expect(answer(403, '{"error_code":"PERMISSION_DENIED","message":"Invalid Host header"}')).toBeUndefined()
  })

  it('is one of something else, or of a server that is not well', () => {
    expect(answer(403, '<html>')).toMatchObject({ trouble: 'wrong-service' })
    expect(answer(200, '{"status":"OK"}')).toMatchObject({ trouble: 'wrong-service' })
    expect(answer(302, '', 'https://sso/login')).toMatchObject({
      trouble: 'wrong-service',
      detail: expect.stringContaining('https://sso/login') as string,
    })
    expect([answer(503, ''), answer(504, ''), answer(500, '')].map((found) => found?.trouble)).toEqual([
      'not-ready',
      'not-ready',
      'not-ready',
    ])
  })
})

it.each([
  ['x can not be written (ENOSPC).', 'disk-full'],
  ['There is no space left for runs.db.', 'disk-full'],
  ["PostgreSQL's disk is full; nothing was half-written.", 'disk-full'],
  ['x can not be written (EACCES).', 'permissions'],
  ['x can not be written (EROFS).', 'permissions'],
  ['runs.db can not be written.', 'permissions'],
  ['x can not be written: the folder of artifacts is gone.', 'folder-gone'],
  ['s3://b/x can not be written: these keys may not do that in the bucket b.', 's3-permissions'],
  ['s3://b/x can not be written: there are no keys.', 's3-no-keys'],
  ['s3://b/x can not be written: http://127.0.0.1:1 can not be reached.', 's3-unreachable'],
  ['postgresql://u@h/d refused the login: no', 'postgres-login'],
  ['postgresql://u@h/d can not be reached: connect ECONNREFUSED', 'postgres-unreachable'],
  ['PostgreSQL can not be used now: Connection terminated', 'postgres-unreachable'],
  ['postgresql://u@h/d can not be opened: database "d" does not exist', 'postgres-database'],
  ['runs.db is in use by process 1.', 'store-in-use'],
  ['Something else.', undefined],
])('%s is %s', (message, trouble) => {
  expect(describeKeepingTrouble('x', new RepriseError('INTERNAL_ERROR', message)).trouble).toBe(trouble)
})
