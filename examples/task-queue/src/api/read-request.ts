import type { IncomingMessage } from 'node:http'
import type { RequestName } from '../queue/start-tasks.ts'
import type { TaskData } from '../tasks/index.ts'

export class BadRequest extends Error {}

const LONGEST_BODY = 64 * 1024
/** No slash and no dot: these become names of files. */
const id = /^[\w-]{1,100}$/
const fields = { raw_data_id: 'rawDataId', correlation_id: 'correlationId', dataset: 'dataset', version: 'version' } as const

/** What a request says in JSON. Rejects with {@link BadRequest}, in words. */
export async function readRequest(request: IncomingMessage, name: RequestName): Promise<Partial<TaskData>> {
  const given = parse(await readBody(request))
  for (const [field, value] of Object.entries(given)) {
    if (!Object.hasOwn(fields, field)) throw new BadRequest(`There is no field ${field}; there are ${Object.keys(fields).join(', ')}.`)
    if (typeof value !== 'string' || !id.test(value)) throw new BadRequest(`${field} is to be of letters, digits, - and _.`)
  }
  if (name !== 'ingestion' && given['raw_data_id'] === undefined)
    throw new BadRequest(`raw_data_id is missing: the one that an ingestion answered.`)
  return Object.fromEntries(Object.entries(fields).flatMap(([field, own]) => (given[field] === undefined ? [] : [[own, given[field]]])))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > LONGEST_BODY) throw new BadRequest(`The body is longer than ${LONGEST_BODY} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  } catch {
    // The same words for text that is no JSON and JSON that is no object.
  }
  throw new BadRequest('The body is no JSON object.')
}
