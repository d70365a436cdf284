import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { ObjectHead } from '../bucket.ts'
import type { SdkWrite } from '../sdk-client.ts'
import { decodeKey } from './decode-key.ts'
import type { ObjectBody, ObjectRequests } from './object-requests.ts'
import { wholeSha256 } from './whole-sha256.ts'

export interface SdkTarget {
  readonly client: S3Client
  readonly bucket: string
  readonly write: SdkWrite
}

/** The requests by AWS's SDK. */
export function createSdkRequests({ client, bucket, write }: SdkTarget): ObjectRequests {
  return {
    head: async (key) => toHead(await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }))),
    get: async (key, { range, etag }) => {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(range === undefined ? {} : { Range: `bytes=${range[0]}-${range[1]}` }),
        ...(etag === undefined ? {} : { IfMatch: etag }),
      })
      const answer = await client.send(command)
      return { head: toHead(answer), body: toBody(answer.Body as Readable) }
    },
    put: async (key, bytes, { md5 }) => {
      const digest =
        md5 === undefined
          ? { ChecksumSHA256: createHash('sha256').update(bytes).digest('base64') }
          : { ContentMD5: Buffer.from(md5, 'hex').toString('base64') }
      await client.send(new PutObjectCommand({ ...write, Bucket: bucket, Key: key, Body: bytes, ContentLength: bytes.length, ...digest }))
    },
    // Keys that do not fit in XML are asked for encoded.
    page: async ({ prefix, isFolded, pageSize, token }) => {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: 'url',
        ...(isFolded ? { Delimiter: '/' } : {}),
        ...(pageSize === undefined ? {} : { MaxKeys: pageSize }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      })
      const { Contents = [], CommonPrefixes = [], EncodingType, IsTruncated, NextContinuationToken } = await client.send(command)
      const name = EncodingType === 'url' ? decodeKey : (key: string): string => key
      return {
        objects: Contents.map(({ Key = '', Size = 0 }) => ({ key: name(Key), size: Size })),
        folders: CommonPrefixes.map(({ Prefix = '' }) => name(Prefix)),
        next: IsTruncated === true ? NextContinuationToken : undefined,
      }
    },
    // The client is not ours.
    close: () => undefined,
  }
}

function toBody(stream: Readable): ObjectBody {
  // An error that comes before anybody reads is found again by whoever does.
  stream.on('error', () => undefined)
  return {
    [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
    collect: () => collect(stream),
    destroy: () => void stream.destroy(),
  }
}

function collect(stream: Readable): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const end = (): void => resolve(Buffer.concat(chunks))
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.once('end', end).once('error', end).once('close', end)
  })
}

type HeadAnswer = Pick<GetObjectCommandOutput, 'ContentLength' | 'LastModified' | 'ETag' | 'ChecksumSHA256' | 'ChecksumType'>

function toHead({ ContentLength: size = 0, LastModified, ETag: etag = '', ChecksumSHA256, ChecksumType }: HeadAnswer): ObjectHead {
  return { size, modified: LastModified?.getTime() ?? 0, etag, sha256: wholeSha256(ChecksumSHA256, ChecksumType) }
}
