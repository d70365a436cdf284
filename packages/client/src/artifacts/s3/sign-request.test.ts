import { describe, expect, it } from 'vitest'
import { signS3Request, toQuery } from './sign-request.ts'

/** The keys and the time of the examples in AWS's description of Signature Version 4 for S3. */
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const context = { credentials, region: 'us-east-1', now: new Date('2013-05-24T00:00:00Z') }
const request = { method: 'GET', path: '/', host: 'examplebucket.s3.amazonaws.com', body: new Uint8Array() }

describe('signS3Request', () => {
  it.each([
    [{ lifecycle: '' }, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    [{ 'max-keys': '2', prefix: 'J' }, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('signs AWS’s example with the query %j as AWS does', async (query, signature) => {
    const headers = await signS3Request({ ...request, query }, context)
    expect(headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
        `SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
    )
    expect(headers['x-amz-date']).toBe('20130524T000000Z')
  })

  it('signs the token of a session, too', async () => {
    const headers = await signS3Request({ ...request, query: {} }, { ...context, credentials: { ...credentials, sessionToken: 'token' } })
    expect(headers).toMatchObject({ 'x-amz-security-token': 'token', authorization: expect.stringContaining(';x-amz-security-token,') })
  })

  it('sorts and encodes queries as S3 does', () => {
    expect(toQuery({ prefix: "a b/(c)'*~", delimiter: '/' })).toBe('delimiter=%2F&prefix=a%20b%2F%28c%29%27%2A~')
  })
})
