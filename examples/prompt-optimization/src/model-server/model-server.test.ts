import { readFile } from 'node:fs/promises'
import { AxAIOpenAI } from '@ax-llm/ax'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProgram, isRightQueue, readTickets } from '../task/tickets.ts'
import { complete } from './complete.ts'
import { type RunningModelServer, startModelServer } from './start-model-server.ts'
import { countTokens, readWords, stem } from './words.ts'

let server: RunningModelServer
beforeAll(async () => {
  server = await startModelServer()
})
afterAll(() => server?.stop())

const ask = (body: unknown): Promise<Response> =>
  fetch(`${server.url}/chat/completions`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
const system = `<output_fields>
Queue (wire key: \`queue\`): (This field must be included) The queue. Allowed values: billing, shipping, returns
</output_fields>

<task_definition>
INSTRUCTION
</task_definition>`
const messages = (instruction: string, question: string, ...turns: readonly string[]) => [
  { role: 'system', content: system.replace('INSTRUCTION', instruction) },
  ...turns.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })),
  { role: 'user', content: question },
]
const answer = (...given: Parameters<typeof messages>): string => complete(messages(...given)).content

describe('the model', () => {
  it('learns from sentences of the instruction that name a label, and from demonstrations', () => {
    expect(answer('Decide.', 'Ticket: the zip is torn')).toBe('Queue: billing')
    expect(answer('A zip that is torn goes to returns.', 'Ticket: the zip is torn')).toBe('Queue: returns')
    expect(answer('Decide.', 'Ticket: the zip is torn', 'Ticket: my zips', 'Queue: shipping')).toBe('Queue: shipping')
  })

  it('says what the words speak for that it was told, not what is said nowhere', () => {
    const told = 'A zip goes to returns. A ship goes to shipping. Nothing of billing or returns.'
    expect(answer(told, 'Ticket: zip, zip and ship')).toBe('Queue: returns')
    expect(answer('A ship goes to billing or to returns.', 'Ticket: ship')).toBe('Queue: shipping')
  })

  it('writes rules from the mistakes in a prompt', () => {
    const minibatch = [
      { input: { ticket: 'The zip is torn', queue: 'returns' }, prediction: { queue: 'billing' }, score: 0 },
      { input: { ticket: 'Where is the ship', queue: 'shipping' }, prediction: { queue: 'shipping' }, score: 1 },
    ]
    const prompt = (field: string, key: string) => [
      { role: 'system', content: `<output_fields>\n${field} (wire key: \`${key}\`): text\n</output_fields>` },
      { role: 'user', content: `Current Value: Decide\n\nMinibatch: ${JSON.stringify(minibatch, null, 2)}\n\nTrace Dataset: []` },
    ]
    expect(complete(prompt('New Value', 'newValue')).content).toBe(
      'New Value: Decide. What is about zip, torn goes to returns. What is about ship goes to shipping.',
    )
    expect(complete(prompt('Feedback Summary', 'feedbackSummary')).content).toBe(
      'Feedback Summary: 1 of 2 answers are wrong. billing should be returns.',
    )
  })

  it('knows none of the examples: no ticket is in its code', async () => {
    const code = await Promise.all(
      ['classify', 'complete', 'read-prompt', 'words', 'write-rules'].map((name) => readFile(`${import.meta.dirname}/${name}.ts`, 'utf8')),
    )
    const { training, heldOut } = await readTickets()
    expect(training.length + heldOut.length).toBeGreaterThanOrEqual(60)
    const tickets = [...training, ...heldOut].map(({ ticket }) => ticket)
    expect(new Set(tickets).size).toBe(tickets.length)
    for (const ticket of tickets) expect(code.join('\n')).not.toContain(ticket)
  })

  it('reads words without endings, and counts tokens', () => {
    expect(readWords("I was charged twice, the courier's parcels!").map(stem)).toEqual(['charg', 'twic', 'courier', 'parcel'])
    expect(countTokens('One, two: 3!')).toBe(6)
  })
})

describe('the server', () => {
  it('speaks with clients of OpenAI, streamed or not, and counts tokens', async () => {
    const body = { model: 'reader-1', messages: messages('A zip goes to returns.', 'Ticket: zip') }
    const whole = (await (await ask(body)).json()) as { choices: { message: { content: string } }[]; usage: { prompt_tokens: number } }
    expect(whole.choices[0]?.message.content).toBe('Queue: returns')
    expect(whole).toMatchObject({ object: 'chat.completion', usage: { prompt_tokens: expect.any(Number), completion_tokens: 3 } })
    const streamed = await (await ask({ ...body, stream: true })).text()
    expect(streamed).toContain('"delta":{"role":"assistant","content":"Queue: returns"}')
    expect(streamed.endsWith('data: [DONE]\n\n')).toBe(true)
    for (const stream of [false, true]) {
      const ai = new AxAIOpenAI<string>({ apiKey: 'none', apiURL: server.url, config: { stream } })
      const program = createProgram()
      program.setInstruction('What is about a zip goes to returns.')
      const prediction = await program.forward(ai, { ticket: 'My zip' })
      expect(await isRightQueue({ prediction, example: { ticket: 'My zip', queue: 'returns' } })).toBe(1)
      expect(program.getUsage()[0]?.tokens?.promptTokens).toBeGreaterThan(100)
    }
  })

  it('answers the same each time', async () => {
    const body = { messages: messages('Decide.', 'Ticket: a refund') }
    expect(await (await ask(body)).text()).toBe(await (await ask(body)).text())
  })

  it('refuses what is no chat, and goes on', async () => {
    for (const body of ['no JSON', '{}', '{"messages": "x"}', 'null']) {
      const refused = await ask(body)
      expect([refused.status, await refused.json()]).toEqual([400, { error: expect.objectContaining({ type: 'invalid_request_error' }) }])
    }
    expect((await fetch(`${server.url}/embeddings`, { method: 'POST' })).status).toBe(404)
    expect(await (await fetch(`${server.url}/models`)).json()).toMatchObject({ data: [{ id: 'reader-1' }] })
  })
})
