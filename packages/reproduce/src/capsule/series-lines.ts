import type { Client } from '@reprise/client'
import { encodeJson, encodeText, RepriseError } from '@reprise/protocol'
import { type CapsulePoint, decodeDocument, point } from './format.ts'
import { damaged } from './zip/read-zip.ts'

const PAGE = 25_000
const LONGEST_LINE = 65_536
const NEWLINE = 10

/** All points of a metric as lines of JSON, a page at a time. `count` is told how many a page has. */
export async function* printSeries(client: Client, { id, key }: Series, count: (points: number) => void): AsyncGenerator<Uint8Array> {
  let token: string | undefined
  do {
    const page = await client.getMetricHistory({ run_id: id, metric_key: key, max_results: PAGE, page_token: token })
    const lines: string[] = []
    for (const { step = 0, timestamp, value, model_id, dataset_name, dataset_digest } of page.metrics) {
      const exact = Math.abs(value) === Number.MAX_VALUE ? await readExact(client, { id, key }, { step, value }) : value
      lines.push(decoder.decode(encodeJson({ step, timestamp, value: exact, model_id, dataset_name, dataset_digest })))
    }
    count(lines.length)
    if (lines.length > 0) yield encodeText(`${lines.join('\n')}\n`)
    token = page.next_page_token
  } while (token !== undefined)
}

interface Series {
  readonly id: string
  readonly key: string
}

const decoder = new TextDecoder()

/** Histories tell an infinity as the largest double, as MLflow does; buckets tell them apart. Servers without buckets are believed. */
async function readExact(client: Client, { id, key }: Series, { step, value }: Pick<CapsulePoint, 'step' | 'value'>): Promise<number> {
  const answer = await client
    .getSeriesBuckets({ run_ids: [id], metric_key: key, x: 'step', from: step, to: step, width: 1 })
    .catch((error: unknown) => {
      if (error instanceof RepriseError && (error.code === 'ENDPOINT_NOT_FOUND' || error.code === 'RESOURCE_DOES_NOT_EXIST'))
        return undefined
      throw error
    })
  const [bucket] = answer?.runs ?? []
  return (value > 0 ? bucket?.max[0] : bucket?.min[0]) === Math.sign(value) * Infinity ? Math.sign(value) * Infinity : value
}

/** Reads lines of points again. Throws INVALID_PARAMETER_VALUE with the number of the line that is none. */
export async function* parseSeries(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<CapsulePoint> {
  let rest = new Uint8Array()
  let number = 0
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield decodeDocument(point, bytes.subarray(start, end), `line ${++number} of ${name}`)
      start = end + 1
    }
    rest = new Uint8Array(bytes.subarray(start))
    if (rest.length > LONGEST_LINE) throw damaged(`line ${number + 1} of ${name} is too long`)
  }
  if (rest.length > 0) throw damaged(`the last line of ${name} has no end`)
}
