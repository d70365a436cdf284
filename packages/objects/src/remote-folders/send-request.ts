import { setTimeout as sleep } from 'node:timers/promises'

const TRIES = 4
const PAUSE = 250
/** Milliseconds for the head of an answer; what is sent has as long as it takes, up to this many times more. */
const TIMEOUT = 60_000
const SENDING = 60

export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: Blob | undefined
  readonly timeout?: number | undefined
}

/** Sends a request, and again when it failed for a reason that may pass. Answers with whatever status came last; rejects when there was no answer. */
export async function sendRequest(request: HttpRequest): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const answer = await trySend(request).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    const mayPass = answer instanceof Error || answer.status === 408 || answer.status === 429 || answer.status >= 500
    if (!mayPass || attempt === TRIES) {
      if (answer instanceof Error) throw answer
      return answer
    }
    if (!(answer instanceof Error)) await answer.body?.cancel()
    await sleep(PAUSE * 2 ** attempt)
  }
}

async function trySend({ method, url, headers = {}, body, timeout = TIMEOUT }: HttpRequest): Promise<Response> {
  const waiting = new AbortController()
  const limit = body === undefined ? timeout : timeout * SENDING
  const timer = setTimeout(
    () => waiting.abort(Object.assign(new Error(`there was no answer in ${limit} ms`), { code: 'ETIMEDOUT' })),
    limit,
  )
  try {
    return await fetch(url, { method, headers, signal: waiting.signal, ...(body === undefined ? {} : { body }) })
  } finally {
    clearTimeout(timer)
  }
}
