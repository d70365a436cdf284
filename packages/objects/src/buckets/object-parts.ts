import { createReadStream } from 'node:fs'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { RepriseError } from '@reprise/protocol/errors'
import type { ObjectParts, ObjectUpload } from './bucket.ts'
import type { Connection } from './connection.ts'

export function createParts({ sdk, place, keyOf, attempt }: Connection): ObjectParts {
  const target = ({ key, id }: ObjectUpload) => ({ Bucket: place.bucket, Key: keyOf(key), UploadId: id })
  return {
    create: async (key) => {
      const { UploadId } = await attempt('No upload can be begun', async () => {
        const { client, write } = await sdk()
        return client.send(new CreateMultipartUploadCommand({ ...write, Bucket: place.bucket, Key: keyOf(key) }))
      })
      if (UploadId === undefined) throw new RepriseError('INTERNAL_ERROR', 'The service began an upload and did not say which.')
      return UploadId
    },
    put: async (upload, part, body) => {
      const [Body, ContentLength] = 'file' in body ? [createReadStream(body.file), body.size] : [body, body.length]
      const command = new UploadPartCommand({ ...target(upload), PartNumber: part, Body, ContentLength })
      const { ETag } = await attempt(`Part ${part} can not be written`, async () => (await sdk()).client.send(command))
      return ETag ?? ''
    },
    complete: async (upload, parts) => {
      const Parts = parts.map(({ part, etag }) => ({ PartNumber: part, ETag: etag }))
      const command = new CompleteMultipartUploadCommand({ ...target(upload), MultipartUpload: { Parts } })
      await attempt(`${upload.key} can not be put together`, async () => (await sdk()).client.send(command))
    },
    abort: async (upload) => {
      const command = new AbortMultipartUploadCommand(target(upload))
      await attempt('The upload can not be given up', async () => (await sdk()).client.send(command))
    },
  }
}
