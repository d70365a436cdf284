/** One message of an event stream (HTML standard, section 9.2). */
export interface StreamMessage {
  readonly id: string | undefined
  readonly event: string
  readonly data: string
}

/** Splits an event stream into messages; comments are dropped, and so is a message that the end of the stream cuts off. */
export async function* readEventStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<StreamMessage, void, undefined> {
  let block: string[] = []
  for await (const line of readLines(stream)) {
    if (line !== '') block.push(line)
    else {
      const message = parseBlock(block)
      block = []
      if (message !== undefined) yield message
    }
  }
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n/)
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    // Also when the reader leaves the loop: the connection must not stay behind.
    await reader.cancel().catch(() => undefined)
  }
}

function parseBlock(lines: readonly string[]): StreamMessage | undefined {
  const fields = lines.filter((line) => !line.startsWith(':')).map(parseField)
  const data = fields.filter(([name]) => name === 'data').map(([, value]) => value)
  if (data.length === 0) return undefined
  const last = (name: string): string | undefined => fields.findLast(([field]) => field === name)?.[1]
  return { id: last('id'), event: last('event') ?? 'message', data: data.join('\n') }
}

function parseField(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':')
  return colon === -1 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
}
