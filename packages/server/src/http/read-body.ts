import type { IncomingMessage } from 'node:http'
import { RepriseError } from '@reprise/protocol'
import type { BodyPool } from './body-pool.ts'

const NOTHING = new Uint8Array(0)

/** Collects a request's body, in memory of the pool where one is given. Past `limit` bytes it stops keeping them and rejects with PAYLOAD_TOO_LARGE. */
export function readBody(request: IncomingMessage, limit: number, pool?: BodyPool): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => {
      if (size > limit) reject(tooLarge(size, limit))
      else if (chunks.length <= 1) resolve(chunks[0] ?? NOTHING)
      else resolve(pool === undefined ? Buffer.concat(chunks, size) : pool.join(chunks, size))
    })
    request.on('error', reject)
    request.on('aborted', () => reject(new RepriseError('BAD_REQUEST', 'The request was broken off before its end.')))
  })
}

function tooLarge(size: number, limit: number): RepriseError {
  return new RepriseError('PAYLOAD_TOO_LARGE', `The request body of ${size} bytes is larger than the ${limit} bytes allowed here.`, {
    hint: 'Split it into several requests.',
  })
}
