import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A message that came in. */
export interface ReceivedMessage {
  readonly headers: IncomingHttpHeaders
  /** Exactly as it came. */
  readonly body: string
  /** The body as JSON; tests know what they asked for. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any
  /** What was answered; undefined when nothing was. */
  readonly answered: number | undefined
}

/** What to do with a message: answer with a status, perhaps with text and headers, or `hang`: never answer. */
export type Reaction =
  | number
  | 'hang'
  | { readonly status: number; readonly text?: string; readonly headers?: Readonly<Record<string, string>> }

/** A receiver of webhooks on a port of its own, which keeps what it got. */
export interface RunningReceiver extends AsyncDisposable {
  readonly url: string
  readonly received: readonly ReceivedMessage[]
  /** Decides on each message; default: 204. */
  react: (message: Omit<ReceivedMessage, 'answered'>) => Reaction
  /** Stops listening: connections are refused. What was received stays. */
  stop(): Promise<void>
  /** Listens again, on the same port. */
  restart(): Promise<void>
}

export async function startReceiver(): Promise<RunningReceiver> {
  const received: ReceivedMessage[] = []
  let server: Server | undefined
  let port = 0
  const listen = async (): Promise<void> => {
    const started = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('error', () => undefined)
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        const message = { headers: request.headers, body, json: JSON.parse(body) as unknown }
        const reaction = receiver.react(message)
        const answer = typeof reaction === 'number' ? { status: reaction } : reaction
        received.push({ ...message, answered: answer === 'hang' ? undefined : answer.status })
        if (answer === 'hang') return
        response.writeHead(answer.status, { connection: 'close', ...answer.headers })
        response.end(answer.text)
      })
    })
    await new Promise<void>((resolve, reject) => started.once('error', reject).listen(port, '127.0.0.1', resolve))
    port = (started.address() as AddressInfo).port
    server = started
  }
  const stop = async (): Promise<void> => {
    const stopping = server
    server = undefined
    stopping?.closeAllConnections()
    await new Promise<void>((resolve) => (stopping === undefined ? resolve() : stopping.close(() => resolve())))
  }
  const receiver: RunningReceiver = {
    get url() {
      return `http://127.0.0.1:${port}/hook`
    },
    received,
    react: () => 204,
    stop,
    restart: listen,
    [Symbol.asyncDispose]: stop,
  }
  await listen()
  return receiver
}
