import type { HttpAnswer } from './http-answer.ts'
import { HttpConnection } from './http-connection.ts'
import { httpError, type HttpMessage, type HttpOrigin } from './http-message.ts'
import type { TlsOptions, TlsSessions } from './tls-sessions.ts'

/** Times in a timeout at which connections are looked at. */
const LOOKS = 8

export interface HttpClientOptions {
  /** Connections to one server at a time; more requests wait for one. */
  readonly sockets: number
  /** Milliseconds until a connection must stand, and for which a request may stand still. */
  readonly connectTimeout: number
  readonly idleTimeout: number
  readonly tls: TlsOptions
}

/** Sends requests over connections that stay open. */
export interface HttpClient {
  /**
   * Resolves with the head of the answer, whatever it says. Rejects with what the system says, with codes such as ECONNRESET and ETIMEDOUT. A
   * connection that the server closed before it saw the request is replaced; nothing else is repeated here.
   */
  send(origin: HttpOrigin, message: HttpMessage): Promise<HttpAnswer>
  /** Closes all connections. Requests that are under way fail. */
  close(): void
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const lines = new Map<string, Line>()
  return {
    send: (origin, message) => {
      const name = `${origin.isSecure}/${origin.hostname}/${origin.port}`
      let line = lines.get(name)
      if (line === undefined) lines.set(name, (line = new Line(origin, options)))
      return line.send(message)
    },
    close: () => {
      for (const line of lines.values()) line.close()
    },
  }
}

/** The connections to one server. */
class Line {
  readonly #origin: HttpOrigin
  readonly #options: HttpClientOptions
  #sessions: TlsSessions | undefined
  readonly #all = new Set<HttpConnection>()
  readonly #free: HttpConnection[] = []
  readonly #waiting: PromiseWithResolvers<HttpConnection>[] = []
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(origin: HttpOrigin, options: HttpClientOptions) {
    this.#origin = origin
    this.#options = options
  }

  async send(message: HttpMessage): Promise<HttpAnswer> {
    if (this.#origin.isSecure) this.#sessions ??= new (await import('./tls-sessions.ts')).TlsSessions()
    const connection = this.#take() ?? (await this.#wait())
    const wasUsed = connection.answered > 0
    try {
      return await connection.send(message)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // It was closed for having been idle, while the request was on its way.
      if (wasUsed && !this.#isClosed && message.method !== 'POST' && (code === 'ECONNRESET' || code === 'EPIPE'))
        return this.#open().send(message)
      throw error
    }
  }

  close(): void {
    this.#isClosed = true
    const error = httpError('ECONNRESET', 'the connection was closed')
    for (const connection of this.#all) connection.close(error)
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }

  #wait(): Promise<HttpConnection> {
    const waiting = Promise.withResolvers<HttpConnection>()
    this.#waiting.push(waiting)
    return waiting.promise
  }

  #take(): HttpConnection | undefined {
    const now = performance.now()
    for (let one = this.#free.pop(); one !== undefined; one = this.#free.pop()) {
      if (one.keptUntil > now) return one
      one.close(undefined)
    }
    return this.#all.size < this.#options.sockets ? this.#open() : undefined
  }

  #open(): HttpConnection {
    const connection = new HttpConnection({
      origin: this.#origin,
      tls: this.#sessions === undefined ? undefined : { sessions: this.#sessions, options: this.#options.tls },
      onFree: (one) => {
        const next = this.#waiting.shift()
        if (next === undefined) this.#free.push(one)
        else next.resolve(one)
      },
      onClose: (one) => this.#forget(one),
    })
    this.#all.add(connection)
    this.#watch()
    return connection
  }

  #forget(connection: HttpConnection): void {
    this.#all.delete(connection)
    const index = this.#free.indexOf(connection)
    if (index >= 0) this.#free.splice(index, 1)
    if (this.#all.size < this.#options.sockets && !this.#isClosed) {
      const next = this.#waiting.shift()
      if (next !== undefined) next.resolve(this.#open())
    }
    if (this.#all.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** One timer for all connections, since setting one for each request costs more than looking at them now and then. */
  #watch(): void {
    const { connectTimeout, idleTimeout } = this.#options
    this.#timer ??= setInterval(
      () => {
        const now = performance.now()
        for (const one of this.#all) {
          if (one.isStuck(now, this.#options))
            one.close(httpError('ETIMEDOUT', one.isConnected ? 'an answer took too long' : 'connecting took too long'))
        }
      },
      Math.max(5, Math.min(connectTimeout, idleTimeout) / LOOKS),
    ).unref()
  }
}
