import type { IncomingMessage } from 'node:http'
import { readText } from './read-text.ts'

/** What a service refused, as AWS's SDK says it: the code as the name. */
export class ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number }
  /** Where the service says that the bucket is. */
  readonly region: string | undefined
  /** Milliseconds since 1970, by the service's clock. */
  readonly date: number | undefined

  constructor(code: string, message: string, answer: Pick<IncomingMessage, 'statusCode' | 'headers'>) {
    super(message)
    this.name = code
    this.$metadata = { httpStatusCode: answer.statusCode ?? 0 }
    const { 'x-amz-bucket-region': region, date } = answer.headers
    this.region = typeof region === 'string' ? region : undefined
    this.date = date === undefined ? undefined : Date.parse(date)
  }
}

/** Reads what an answer says that is no success. Answers to HEAD say nothing, nor do some gateways in front of services. */
export async function toServiceError(answer: IncomingMessage): Promise<ServiceError> {
  const text = await readText(answer).catch(() => '')
  const code = elementOf(text, 'Code') ?? (answer.statusCode === 404 ? 'NotFound' : `HTTP ${answer.statusCode ?? 0}`)
  return new ServiceError(code, elementOf(text, 'Message') ?? answer.statusMessage ?? '', answer)
}

function elementOf(text: string, name: string): string | undefined {
  const from = text.indexOf(`<${name}>`)
  const to = text.indexOf(`</${name}>`, from)
  return from < 0 || to < 0 ? undefined : text.slice(from + name.length + 2, to)
}
