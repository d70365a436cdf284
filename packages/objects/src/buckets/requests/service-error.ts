import type { HttpAnswer } from '../../http/index.ts'

/** Bytes of what is said of an error. */
const LARGEST = 1024 * 1024

/** What a service refused, as AWS's SDK says it: the code as the name. */
export class ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number }
  /** Where the service says that the bucket is. */
  readonly region: string | undefined
  /** Milliseconds since 1970, by the service's clock. */
  readonly date: number | undefined

  constructor(code: string, message: string, answer: Pick<HttpAnswer, 'status' | 'headers'>) {
    super(message)
    this.name = code
    this.$metadata = { httpStatusCode: answer.status }
    this.region = answer.headers.get('x-amz-bucket-region')
    const date = answer.headers.get('date')
    this.date = date === undefined ? undefined : Date.parse(date)
  }
}

/** Reads what an answer says that is no success. Answers to HEAD say nothing, nor do some gateways in front of services. */
export async function toServiceError(answer: HttpAnswer): Promise<ServiceError> {
  const text = (await answer.collect(LARGEST)).toString('utf8')
  const code = elementOf(text, 'Code') ?? (answer.status === 404 ? 'NotFound' : `HTTP ${answer.status}`)
  return new ServiceError(code, elementOf(text, 'Message') ?? answer.reason, answer)
}

function elementOf(text: string, name: string): string | undefined {
  const from = text.indexOf(`<${name}>`)
  const to = text.indexOf(`</${name}>`, from)
  return from < 0 || to < 0 ? undefined : text.slice(from + name.length + 2, to)
}
