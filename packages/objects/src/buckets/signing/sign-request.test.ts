import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signRequest, toPathText, toQueryText } from './sign-request.ts'

// "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" of the Amazon S3 API Reference.
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const signing = { credentials, region: 'us-east-1', now: new Date('2013-05-24T00:00:00Z') }
const host = 'examplebucket.s3.amazonaws.com'
const nothing = hash('sha256', '')

describe('requests that are signed by hand', () => {
  it.each([
    {
      name: 'GET of a part of an object',
      request: { method: 'GET', path: '/test.txt', query: '', headers: { host, range: 'bytes=0-9' }, payload: nothing },
      signed: 'host;range;x-amz-content-sha256;x-amz-date',
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
    {
      name: 'PUT of an object',
      request: {
        method: 'PUT',
        path: toPathText('/test$file.text'),
        query: '',
        headers: { host, date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        payload: hash('sha256', 'Welcome to Amazon S3.'),
      },
      signed: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    },
    {
      name: 'GET of what a bucket has for its objects to come to an end',
      request: { method: 'GET', path: '/', query: toQueryText({ lifecycle: '' }), headers: { host }, payload: nothing },
      signed: 'host;x-amz-content-sha256;x-amz-date',
      signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    },
    {
      name: 'GET of a listing',
      request: { method: 'GET', path: '/', query: toQueryText({ prefix: 'J', 'max-keys': '2' }), headers: { host }, payload: nothing },
      signed: 'host;x-amz-content-sha256;x-amz-date',
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    },
  ])("have the signatures of AWS's documentation: $name", ({ request, signed, signature }) => {
    const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'
    const headers = signRequest(request, signing)
    expect(headers['authorization']).toBe(`AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${signed},Signature=${signature}`)
    expect(headers['x-amz-date']).toBe('20130524T000000Z')
  })

  it('sign the token of a session, and other keys with another key', () => {
    const request = { method: 'GET', path: '/', query: '', headers: { host }, payload: 'UNSIGNED-PAYLOAD' }
    const sign = (more: object, region = 'us-east-1') =>
      signRequest(request, { ...signing, region, credentials: { ...credentials, ...more } })['authorization']
    expect(sign({ sessionToken: 'x' })).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,')
    const all = [sign({}), sign({ secretAccessKey: 'other' }), sign({}, 'eu-central-1'), sign({ sessionToken: 'x' })]
    expect(new Set(all.map((text) => text?.slice(-64))).size).toBe(4)
    expect(sign({})).toBe(all[0])
  })

  it('encode what is not plain, and each part of a path by itself', () => {
    expect(toPathText("/a b/ü+&%'(x)*!~")).toBe('/a%20b/%C3%BC%2B%26%25%27%28x%29%2A%21~')
    expect(toQueryText({ prefix: 'a/b c', 'list-type': '2' })).toBe('list-type=2&prefix=a%2Fb%20c')
  })
})
