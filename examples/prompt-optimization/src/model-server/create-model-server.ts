import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { complete, type Completion } from './complete.ts'
import type { Message } from './read-prompt.ts'

export const modelName = 'reader-1'
const MOST_BYTES = 4 * 1024 * 1024

/** An HTTP server that answers as OpenAI's chat completions do, streamed or not. */
export function createModelServer(): Server {
  return createServer((request, response) => {
    route(request, response).catch((error: unknown) =>
      answer(response, 400, toError(error instanceof Error ? error.message : String(error))),
    )
  })
}

async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (request.method === 'GET' && pathname === '/v1/models') {
    return answer(response, 200, { object: 'list', data: [{ id: modelName, object: 'model', created: 0, owned_by: 'reprise' }] })
  }
  if (request.method !== 'POST' || pathname !== '/v1/chat/completions') return answer(response, 404, toError(`there is no ${pathname}`))
  const { messages, stream } = readRequest(await readBody(request))
  const completion = complete(messages)
  if (stream) sendStream(response, completion)
  else answer(response, 200, toAnswer(completion))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MOST_BYTES) throw new RangeError(`a request has at most ${MOST_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function readRequest(body: string): { messages: Message[]; stream: boolean } {
  const { messages, stream } = JSON.parse(body) as { messages?: unknown; stream?: unknown }
  if (!Array.isArray(messages)) throw new TypeError("'messages' is no list")
  return { messages: messages.map((message) => toMessage(message as Record<string, unknown>)), stream: stream === true }
}

/** Contents are texts, or lists of parts of which some are texts. */
function toMessage({ role, content }: Record<string, unknown>): Message {
  const parts: unknown[] = Array.isArray(content) ? content : [{ text: content }]
  const texts = parts.map((part) => (part as { text?: unknown }).text).filter((text) => typeof text === 'string')
  return { role: String(role), content: texts.join('\n') }
}

function toAnswer({ content, promptTokens, completionTokens }: Completion): Record<string, unknown> {
  return {
    ...describe(content, 'chat.completion'),
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: promptTokens + completionTokens },
  }
}

function sendStream(response: ServerResponse, completion: Completion): void {
  const { content } = completion
  const { usage } = toAnswer(completion)
  const head = describe(content, 'chat.completion.chunk')
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const chunks = [
    { ...head, choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage },
  ]
  for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  response.end('data: [DONE]\n\n')
}

function describe(content: string, object: string): Record<string, unknown> {
  return { id: `chatcmpl-${createHash('sha256').update(content).digest('hex').slice(0, 24)}`, object, created: 0, model: modelName }
}

function toError(message: string): Record<string, unknown> {
  return { error: { message, type: 'invalid_request_error', code: null } }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
