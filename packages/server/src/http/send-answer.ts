import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const compress = promisify(gzip)
/** Bytes below which an answer fits into a few packets anyway. */
const SMALL = 4_000
/** Bytes of what a browser on this machine gets compressed: it may stand at the other end of a tunnel. More of it are mostly points, which hardly shrink. */
const LARGE = 1_000_000
/** The least: a page of runs becomes a tenth in less than a millisecond, and hardly less by higher ones. */
const LEVEL = 1

/** Sends JSON that was read, compressed where that brings it to the client sooner. See docs/decisions/compressed-answers.md. */
export async function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Uint8Array): Promise<FastifyReply> {
  reply.headers({ 'content-type': 'application/json', vary: 'accept-encoding' })
  const isZipped = acceptsGzip(request.headers['accept-encoding']) && isWorthwhile(request, answer.byteLength)
  if (!isZipped) return reply.send(answer)
  return reply.header('content-encoding', 'gzip').send(await compress(answer, { level: LEVEL }))
}

/** Whether a client says that it takes gzip; `gzip;q=0` says that it does not. */
export function acceptsGzip(accepted = ''): boolean {
  const codings = accepted.split(',').map((coding) => coding.toLowerCase().replaceAll(' ', ''))
  const gzip = codings.find((coding) => coding === 'gzip' || coding.startsWith('gzip;'))
  return gzip !== undefined && !/;q=0(?:\.0*)?$/.test(gzip)
}

function isWorthwhile({ headers, socket }: FastifyRequest, bytes: number): boolean {
  if (bytes < SMALL) return false
  if (!isThisMachine(socket.remoteAddress) || forwarding.some((name) => headers[name] !== undefined)) return true
  // Only browsers say that, and only to servers that they trust, as they do their own machine.
  return headers['sec-fetch-site'] !== undefined && bytes <= LARGE
}

/** What proxies add that stand between, on this machine too. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'via'] as const

/** A socket without an address is a file of this machine. */
function isThisMachine(address: string | undefined): boolean {
  return address === undefined || address === '::1' || /^(?:::ffff:)?127\./.test(address)
}
