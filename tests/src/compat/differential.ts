import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange, Scenario } from './corpus/scenario.ts'
import { abridge, normalise, normaliseText, type Json, type Volatile } from './replay/normalise.ts'
import { contentType, readBody, readDisposition, readJson } from './replay/read-answer.ts'
import { send, type Answer, type Target } from './replay/send.ts'
import { readPath, type Variables } from './replay/substitute.ts'

/** One server's normalised answers to the corpus. */
export interface Recording {
  /** Such as `mlflow 3.17.2 (sqlite)`. */
  readonly server: string
  /** Scenario → exchange name → answer, in the order in which they were sent. */
  readonly scenarios: Readonly<Record<string, Readonly<Record<string, RecordedAnswer>>>>
}

export interface RecordedAnswer {
  /** Method and path with placeholders, for readers. */
  readonly request: string
  /** The body as it stands in the corpus, long parts abridged, for readers. */
  readonly sent?: Json
  /** 0 when the server closed the connection without an answer. */
  readonly status: number
  /** Media type without parameters. */
  readonly type: string
  /** How a browser keeps it, and under which name: `attachment: hello.txt`. */
  readonly disposition?: string
  /** JSON with volatile values replaced; a file's or page's text otherwise. */
  readonly body: Json
}

/** Times this near to the replay are the server's own; those in the corpus lie years back. */
const CLOCK_SLACK_MS = 24 * 3600_000

/**
 * Replays every scenario on a fresh server and records what it answers. Bad answers are recorded, never thrown.
 * Each request has a connection of its own: a server that hangs up after one must not spoil the answer to the next.
 */
export async function record(server: { name: string; url: string }, scenarios: readonly Scenario[]): Promise<Recording> {
  const target: Target = { url: server.url, agent: new Agent({ keepAlive: false }) }
  try {
    const recorded: Record<string, Record<string, RecordedAnswer>> = {}
    for (const scenario of scenarios) recorded[scenario.name] = await recordScenario(target, scenario)
    return { server: server.name, scenarios: recorded }
  } finally {
    target.agent.destroy()
  }
}

async function recordScenario(target: Target, scenario: Scenario): Promise<Record<string, RecordedAnswer>> {
  const variables: Variables = new Map()
  const now = Date.now()
  const volatile: Volatile = { variables, from: now - CLOCK_SLACK_MS, to: now + CLOCK_SLACK_MS }
  const answers: Record<string, RecordedAnswer> = {}
  for (const exchange of scenario.exchanges) {
    if (exchange.pauseMs !== undefined) await sleep(exchange.pauseMs)
    const answer = await sendOrHangUp(target, exchange, variables)
    const json = readJson(answer)
    for (const [name, path] of Object.entries(exchange.capture ?? {})) variables.set(name, readPath(json, path) ?? `missing-${name}`)
    answers[exchange.name] = toRecord(exchange, answer, volatile)
  }
  return answers
}

async function sendOrHangUp(target: Target, exchange: Exchange, variables: Variables): Promise<Answer> {
  try {
    return await send(target, exchange, variables)
  } catch (error) {
    return { status: 0, headers: {}, body: Buffer.from(error instanceof Error ? error.message : String(error)) }
  }
}

function toRecord(exchange: Exchange, answer: Answer, volatile: Volatile): RecordedAnswer {
  const json = readJson(answer)
  const text = contentType(answer) === 'text/html' && answer.status >= 300 ? nameOfPage(readBody(answer)) : readBody(answer)
  const disposition = answer.headers['content-disposition']
  return {
    request: abridge(`${exchange.method} ${exchange.path}`),
    ...(exchange.body ? { sent: toReadable(exchange.body) } : {}),
    status: answer.status,
    type: contentType(answer),
    ...(typeof disposition === 'string' ? { disposition: readDisposition(disposition) } : {}),
    body: json === undefined ? abridge(normaliseText(text, volatile)) : normalise(json, volatile),
  }
}

/** The title of an error page; the rest of it is made for people and may hold the address of the server. */
function nameOfPage(html: string): string {
  return `page: ${/<title>([^<]*)</.exec(html)?.[1] ?? ''}`
}

const MOST_ITEMS = 8

function toReadable(body: NonNullable<Exchange['body']>): Json {
  if ('json' in body) return shorten(JSON.parse(JSON.stringify(body.json)) as Json)
  return shorten(body as Json)
}

function shorten(value: Json): Json {
  if (typeof value === 'string') return abridge(value)
  if (Array.isArray(value)) {
    if (value.length <= MOST_ITEMS) return value.map(shorten)
    return [...value.slice(0, 2).map(shorten), `… ${value.length - 2} more`]
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shorten(item)]))
}
