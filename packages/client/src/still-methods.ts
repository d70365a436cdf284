import type { InputOf, stillRequest } from '@reprise/protocol'
import { errorOfAnswer } from './answer-error.ts'
import { toQuery } from './call-operation.ts'
import { readWhole, type Transport } from './transport/transport.ts'

/** Runs as one page of HTML that opens without a server. */
export interface StillMethods {
  /** The page, as it is made. One that breaks off rejects. */
  readStill(
    request: InputOf<typeof stillRequest.fields>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ReadableStream<Uint8Array>>
}

const STILLS = '/api/reprise/1/stills'

export function createStillMethods(transport: Transport): StillMethods {
  return {
    readStill: async (request, { signal } = {}) => {
      const answer = await transport.open({ method: 'GET', path: STILLS, query: toQuery(request), signal, repeatable: true })
      if (answer.status === 200) return answer.body
      const { status, headers } = answer
      throw errorOfAnswer({ status, headers, body: await readWhole(answer.body) }, 'The page of runs') ?? new Error(`status ${status}`)
    },
  }
}
