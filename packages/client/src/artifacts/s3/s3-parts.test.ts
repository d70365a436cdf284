import { describe, expect, it } from 'vitest'
import { createClient } from '../../client.ts'
import { answerJson, serve } from '../../testing/serve.ts'
import { readListing } from './listing.ts'
import { readPieces } from './pieces.ts'

describe('artifacts that are not in S3', () => {
  it('go to the server also with keys for S3, and those in S3 need keys', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}))
    const s3 = { accessKeyId: 'a', secretAccessKey: 's' }
    await createClient({ url: server.url, s3 }).uploadArtifact('mlflow-artifacts:/1/run/artifacts', 'x', new Uint8Array(1))
    expect(server.received).toHaveLength(1)
    await expect(createClient({ url: server.url }).uploadArtifact('s3://b/x', 'x', new Uint8Array(1))).rejects.toMatchObject({
      hint: expect.stringContaining('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'),
    })
  })
})

describe('a listing', () => {
  it('has several pages, and keys as they are', () => {
    const contents = '<Contents><Key>a%2Bb%20c+d</Key><Size>3</Size></Contents><Contents><Key>e</Key><Size>0</Size></Contents>'
    const more = '<CommonPrefixes><Prefix>f%2F</Prefix></CommonPrefixes><NextContinuationToken>1&amp;2&#x41;</NextContinuationToken>'
    const encoding = '<EncodingType>url</EncodingType>'
    expect(readListing(`<ListBucketResult>${encoding}${contents}${more}</ListBucketResult>`)).toEqual({
      objects: [
        { key: 'a+b c d', size: 3 },
        { key: 'e', size: 0 },
      ],
      prefixes: ['f/'],
      next: '1&2A',
    })
    expect(
      readListing(`<ListBucketResult>${contents.replace('e<', '100%&lt;<')}</ListBucketResult>`).objects.map(({ key }) => key),
    ).toEqual(['a%2Bb%20c+d', '100%<'])
    expect(readListing('<ListBucketResult/>')).toEqual({ objects: [], prefixes: [], next: undefined })
  })
})

describe('pieces', () => {
  const split = async (size: number, ...chunks: readonly number[][]): Promise<number[][]> => {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(Uint8Array.from(chunk))
        controller.close()
      },
    })
    const pieces: number[][] = []
    for await (const piece of readPieces(stream, size)) pieces.push([...piece])
    return pieces
  }

  it('are of one size, whatever the chunks are, but for the last', async () => {
    expect(await split(3, [1], [2, 3, 4, 5], [6, 7])).toEqual([[1, 2, 3], [4, 5, 6], [7]])
    expect(await split(3, [1, 2, 3, 4, 5, 6])).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(await split(3)).toEqual([[]])
  })
})
