import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any
  readonly answered: number
}

/** A status, text and headers; status 0 is no answer at all. */
export interface Reaction {
  readonly status: number
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Whom webhooks tell, in tests. */
export class Receiver {
  readonly received: Received[] = []
  react: () => Reaction = () => ({ status: 204 })
  #server: Server | undefined
  #port = 0

  static async open(): Promise<Receiver> {
    const receiver = new Receiver()
    await receiver.listen()
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`
  }

  /** Also again after {@link stop}, on the same port. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response))
    this.#server = server.listen(this.#port, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    this.#port = (server.address() as AddressInfo).port
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { status, text: answer, headers } = this.react()
    this.received.push({ headers: request.headers, body, json: JSON.parse(body), answered: status })
    if (status > 0) response.writeHead(status, headers).end(answer)
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    server?.closeAllConnections()
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}
