import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { ChunkedBody } from './chunked-body.ts'
import { HttpAnswer } from './http-answer.ts'
import { httpError, type HttpMessage, type HttpOrigin } from './http-message.ts'
import { type Framing, framingOf, type HttpHead, parseHead } from './parse-head.ts'
import type { TlsOptions, TlsSessions } from './tls-sessions.ts'
import { writeMessage } from './write-message.ts'

const READ = 64 * 1024
const LARGEST_HEAD = 64 * 1024
const HEAD_END = Buffer.from('\r\n\r\n')

export interface ConnectionOptions {
  readonly origin: HttpOrigin
  /** Loaded for what is secure only. */
  readonly tls: { readonly sessions: TlsSessions; readonly options: TlsOptions } | undefined
  /** It can be used for another request. */
  readonly onFree: (connection: HttpConnection) => void
  readonly onClose: (connection: HttpConnection) => void
}

/** A request whose answer has not come to its end. */
interface Exchange {
  readonly method: string
  readonly idleTimeout: number | undefined
  readonly resolve: (answer: HttpAnswer) => void
  readonly reject: (error: unknown) => void
  isSent: boolean
  answer: HttpAnswer | undefined
}

/**
 * A connection to a server, with one request at a time on it. What comes is read into memory of its own and taken apart there: the streams, events
 * and objects of `node:http` cost more than all else that a small request takes.
 */
export class HttpConnection {
  readonly #socket: Socket
  readonly #options: ConnectionOptions
  #exchange: Exchange | undefined
  /** What came of a head that is not whole. */
  #head = Buffer.alloc(0)
  #framing: Framing = 0
  #left = 0
  #chunked: ChunkedBody | undefined
  #staysOpen = true
  #isClosed = false
  /** By `performance.now()`: when bytes came or went last. */
  #activeAt = performance.now()
  isConnected = false
  /** Requests that were answered on it. */
  answered = 0
  /** By `performance.now()`: until when the server keeps it, if it said so. */
  keptUntil = Number.POSITIVE_INFINITY

  constructor(options: ConnectionOptions) {
    this.#options = options
    const { origin, tls } = options
    const host = origin.hostname.replace(/^\[|\]$/g, '')
    const buffer = Buffer.allocUnsafeSlow(READ)
    const onread = { buffer, callback: (length: number): boolean => this.#onBytes(buffer.subarray(0, length)) }
    const onConnect = (): void => {
      this.isConnected = true
      this.#touch()
    }
    const base = { host, noDelay: true, onread }
    this.#socket =
      tls === undefined
        ? connectPlain({ ...base, port: origin.port ?? 80 }, onConnect)
        : tls.sessions.connect(
            { ...base, port: origin.port ?? 443, ...(isIP(host) === 0 ? { servername: host } : {}), ...tls.options },
            onConnect,
          )
    this.#socket.on('error', (error) => this.close(error))
    this.#socket.on('end', () => this.#onEnd())
    this.#socket.on('close', () => this.close(httpError('ECONNRESET', 'the connection broke')))
  }

  /** Whether for too long nothing has come or gone that should have; not while nobody reads what has come. `now` is by `performance.now()`. */
  isStuck(now: number, { connectTimeout, idleTimeout }: { readonly connectTimeout: number; readonly idleTimeout: number }): boolean {
    const exchange = this.#exchange
    if (exchange === undefined || exchange.answer?.isPaused === true) return false
    const patience = exchange.idleTimeout ?? idleTimeout
    return now - this.#activeAt > (this.isConnected ? patience : Math.min(connectTimeout, patience))
  }

  /** Sends a message; resolves with the head of its answer. Rejects with what the system says. */
  send(message: HttpMessage): Promise<HttpAnswer> {
    this.#socket.ref()
    this.#touch()
    return new Promise((resolve, reject) => {
      const exchange: Exchange = {
        method: message.method,
        idleTimeout: message.idleTimeout,
        resolve,
        reject,
        isSent: false,
        answer: undefined,
      }
      this.#exchange = exchange
      const onSent = (): void => {
        exchange.isSent = true
      }
      const writing = { onProgress: () => this.#touch(), onSent, isOver: () => this.#exchange !== exchange }
      try {
        writeMessage(this.#socket, message, writing)?.catch((error: unknown) => this.close(error))
      } catch (error) {
        this.close(error)
      }
    })
  }

  /** Closes it. A request that is under way fails with the error. */
  close(error: unknown): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#socket.destroy()
    this.#fail(error)
    this.#options.onClose(this)
  }

  #fail(error: unknown): void {
    const exchange = this.#exchange
    this.#exchange = undefined
    if (exchange?.answer === undefined) exchange?.reject(error)
    else exchange.answer.fail(error)
  }

  #touch(): void {
    this.#activeAt = performance.now()
  }

  /** Answers whether more may be read. */
  #onBytes(bytes: Buffer): boolean {
    this.#touch()
    try {
      const rest = this.#exchange?.answer === undefined ? this.#readHead(bytes) : bytes
      return rest === undefined || this.#readBody(rest)
    } catch (error) {
      this.close(error)
      return false
    }
  }

  /** Answers what came after the head; undefined while that is not whole. */
  #readHead(bytes: Buffer): Buffer | undefined {
    const exchange = this.#exchange
    if (exchange === undefined) throw httpError('EPROTO', 'the server said something unasked')
    let had = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes])
    for (;;) {
      const end = had.indexOf(HEAD_END)
      if (end > LARGEST_HEAD || (end < 0 && had.length > LARGEST_HEAD)) throw httpError('EPROTO', 'the head of the answer is too long')
      if (end < 0) {
        this.#head = Buffer.from(had)
        return undefined
      }
      const head = parseHead(had.toString('latin1', 0, end))
      had = had.subarray(end + HEAD_END.length)
      // What is said before the answer, such as that the body may be sent.
      if (head.status >= 100 && head.status < 200 && head.status !== 101) continue
      this.#head = Buffer.alloc(0)
      this.#begin(exchange, head)
      return had
    }
  }

  #begin(exchange: Exchange, head: HttpHead): void {
    this.#framing = framingOf(head, exchange.method)
    this.#left = typeof this.#framing === 'number' ? this.#framing : 0
    this.#chunked = this.#framing === 'chunked' ? new ChunkedBody() : undefined
    this.#staysOpen = head.staysOpen && this.#framing !== 'closing'
    const [, seconds] = /timeout=(\d{1,6})/i.exec(head.headers.get('keep-alive') ?? '') ?? []
    // A second less: it may be closed while a request is on its way.
    if (seconds !== undefined) this.keptUntil = this.#activeAt + Number(seconds) * 1_000 - 1_000
    exchange.answer = new HttpAnswer(head, {
      resume: () => this.#socket.resume(),
      abandon: () => this.close(httpError('ECONNRESET', 'the answer was given up')),
    })
    exchange.resolve(exchange.answer)
  }

  #readBody(bytes: Buffer): boolean {
    const answer = this.#exchange?.answer
    if (answer === undefined) return true
    let mayGoOn = true
    if (this.#framing === 'closing') return bytes.length === 0 || answer.push(bytes)
    if (this.#chunked === undefined) {
      if (bytes.length > this.#left) throw httpError('EPROTO', 'the answer is longer than it said')
      this.#left -= bytes.length
      if (bytes.length > 0) mayGoOn = answer.push(bytes)
      if (this.#left > 0) return mayGoOn
    } else {
      const read = this.#chunked.feed(bytes, (part) => void (mayGoOn = answer.push(part)))
      if (!this.#chunked.isDone) return mayGoOn
      if (read < bytes.length) throw httpError('EPROTO', 'the answer is longer than it said')
    }
    this.#finish(answer)
    return true
  }

  #finish(answer: HttpAnswer): void {
    const isSent = this.#exchange?.isSent === true
    this.#exchange = undefined
    this.answered += 1
    answer.finish()
    if (!this.#staysOpen || !isSent) return this.close(undefined)
    this.#socket.unref()
    this.#options.onFree(this)
  }

  /** The server has nothing more to say. */
  #onEnd(): void {
    const answer = this.#exchange?.answer
    if (answer !== undefined && this.#framing === 'closing') this.#finish(answer)
    this.close(httpError('ECONNRESET', 'the connection broke'))
  }
}
