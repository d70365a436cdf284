import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'

/**
 * The body of a request, piece by piece as it arrives; the sender is held back meanwhile. A piece may be used until the next is asked
 * for: then its memory is given back at once, since the garbage collector would let tens of megabytes of pieces pile up first. Rejects
 * when the sender breaks off. Whoever stops before the end breaks the request off, too.
 */
export async function* piecesOf(request: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  const arrivals = watchArrivals(request)
  try {
    for (let piece = await arrivals.next(); piece !== undefined; piece = await arrivals.next()) {
      yield piece
      release(piece)
    }
  } finally {
    if (!request.complete) request.destroy()
  }
}

/** Not the stream's own iterator, which copies what has arrived into one piece. */
function watchArrivals(request: IncomingMessage): { next(): Promise<Buffer | undefined> } {
  let arrived: Buffer | undefined
  const stirred = new EventTarget()
  const stir = (): void => void stirred.dispatchEvent(new Event('stir'))
  let failure: Error | undefined
  request.on('data', (piece: Buffer) => {
    request.pause()
    arrived = piece
    stir()
  })
  request.on('error', (error) => {
    failure = error
    stir()
  })
  request.on('end', stir).on('close', stir)
  return {
    next: async () => {
      while (arrived === undefined && failure === undefined && !request.readableEnded && !request.destroyed) {
        const news = once(stirred, 'stir')
        request.resume()
        await news
      }
      if (failure !== undefined) throw failure
      const piece = arrived
      arrived = undefined
      if (piece === undefined && !request.complete) throw new Error('The request was broken off before its end.')
      return piece
    },
  }
}

/** Only where the piece is all of its memory, which then nobody else has. */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
