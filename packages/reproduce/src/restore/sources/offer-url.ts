import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { redactUrl } from '@reprise/capture'
import type { Offer, WantedFile } from './data-source.ts'

/** Milliseconds until a server has to begin to answer. */
const PATIENCE = 30_000

/** What a server has at an address; user and password in the address become a header. */
export function offerUrl(url: URL, { size }: Pick<WantedFile, 'size'>, signal: AbortSignal | undefined): Offer {
  return {
    where: redactUrl(url.href),
    save: async (target) => {
      const answer = await ask(url, signal)
      if (typeof answer === 'string') return answer
      const { status, headers, body } = answer
      const length = Number(headers.get('content-length') ?? size)
      const isEncoded = headers.has('content-encoding')
      if (status !== 200 || body === null || (size !== undefined && !isEncoded && length !== size)) {
        await body?.cancel()
        return status === 200 ? `it has ${length} bytes, recorded were ${size}` : `the server says ${status}`
      }
      const out = createWriteStream(target, { flags: 'wx' })
      const source = Readable.fromWeb(body)
      let trouble: string | undefined
      source.on('error', (error) => (trouble = error.message))
      try {
        await pipeline(source, limit(size ?? Infinity), out, { signal })
        return undefined
      } catch (error) {
        if (error instanceof TooLong) return 'it is longer than recorded'
        signal?.throwIfAborted()
        if (trouble !== undefined) return `it broke off: ${trouble}`
        throw error
      }
    },
  }
}

class TooLong extends Error {}

function limit(size: number) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let seen = 0
    for await (const chunk of chunks) {
      seen += chunk.length
      if (seen > size) throw new TooLong()
      yield chunk
    }
  }
}

async function ask(url: URL, signal: AbortSignal | undefined): Promise<Response | string> {
  const bare = new URL(url)
  const [user, password] = [bare.username, bare.password].map(decodeURIComponent)
  bare.username = bare.password = ''
  const headers = user === '' ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
  const stop = new AbortController()
  const clock = setTimeout(() => stop.abort(new Error(`the server did not answer within ${PATIENCE} ms`)), PATIENCE)
  const give = (): void => stop.abort(signal?.reason)
  signal?.addEventListener('abort', give, { once: true })
  try {
    return await fetch(bare, { headers, signal: stop.signal })
  } catch (error) {
    signal?.throwIfAborted()
    const { cause, message } = error as Error
    return `the server does not answer: ${cause instanceof Error ? cause.message : message}`
  } finally {
    clearTimeout(clock)
  }
}

/** The address of a name below another address. */
export function below(address: URL, name: string): URL {
  const url = new URL(address)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${name.split('/').map(encodeURIComponent).join('/')}`
  return url
}
