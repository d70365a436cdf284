import { Readable } from 'node:stream'
import { RepriseError } from '@reprise/protocol/errors'
import type { ObjectHead, OpenObject } from './bucket.ts'
import { isMissingObject, isOtherObject } from './bucket-error.ts'
import type { Connection } from './connection.ts'
import type { ObjectBody, ReadObject } from './requests/index.ts'

/** How often a broken connection is taken up again without a byte in between. */
const MOST_BREAKS = 4

export async function headObject(connection: Connection, key: string): Promise<ObjectHead | undefined> {
  const { keyOf, attempt } = connection
  const ask = async (): Promise<ObjectHead> => (await connection.requests()).head(keyOf(key))
  // HEAD says of a bucket that is missing what it says of an object: opening a bucket is what tells them apart.
  return attempt(`${key} can not be looked for`, () => orMissing(ask()))
}

interface Wanted {
  readonly range?: readonly [number, number]
  readonly etag?: string
}

export async function openObject(connection: Connection, key: string, wanted: Wanted = {}): Promise<OpenObject | undefined> {
  const answer = await getObject(connection, key, wanted)
  if (answer === undefined) return undefined
  const { head, body } = answer
  const [start = 0] = wanted.range ?? []
  return {
    ...head,
    read: () => Readable.from(readOn(connection, { key, body, etag: head.etag, start, end: start + head.size }), { objectMode: false }),
    bytes: async () => {
      const had = await body.collect()
      if (had.length === head.size) return had
      const rest: Uint8Array[] = [had]
      const from = { key, body: undefined, etag: head.etag, start: start + had.length, end: start + head.size }
      for await (const chunk of readOn(connection, from)) rest.push(chunk)
      return Buffer.concat(rest)
    },
    close: () => body.destroy(),
  }
}

async function getObject(connection: Connection, key: string, wanted: Wanted): Promise<ReadObject | undefined> {
  const { keyOf, attempt } = connection
  const ask = async (): Promise<ReadObject> => (await connection.requests()).get(keyOf(key), wanted)
  return attempt(`${key} can not be read`, () =>
    orMissing(ask()).catch((error: unknown) => {
      if (isOtherObject(error)) throw changed(key, error)
      throw error
    }),
  )
}

interface Reading {
  readonly key: string
  /** Undefined where none is open yet. */
  readonly body: ObjectBody | undefined
  readonly etag: string
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** The bytes of an object, over as many connections as it takes: all of them are of the same object, or it ends with an error. */
async function* readOn(connection: Connection, { key, body, etag, start, end }: Reading): AsyncGenerator<Uint8Array> {
  let position = start
  let current = body
  for (let breaks = 0; ;) {
    try {
      if (current === undefined) throw new Error('the connection broke')
      for await (const chunk of current) {
        position += chunk.length
        breaks = 0
        yield chunk
      }
      if (position === end) return
    } catch (error) {
      if (breaks === MOST_BREAKS) throw unreadable(key, error)
    } finally {
      current?.destroy()
    }
    if (breaks++ === MOST_BREAKS) throw unreadable(key, undefined)
    const next = await getObject(connection, key, { range: [position, end - 1], etag })
    if (next === undefined) throw changed(key, undefined)
    current = next.body
  }
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (isMissingObject(error)) return undefined
    throw error
  })
}

function changed(key: string, cause: unknown): RepriseError {
  return new RepriseError('RESOURCE_CONFLICT', `${key} was replaced or deleted while it was read.`, { hint: 'Read it again.', cause })
}

function unreadable(key: string, cause: unknown): RepriseError {
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `${key} can not be read: the connection broke again and again.`, { cause })
}
