import { decodeMessage, encodeJson, type MessageType, type OperationName, operations, parseWireJson } from '@reprise/protocol'
import { EncodedAnswer, type Handler, type HandlerContext } from '../../store.ts'
import { handlers } from '../index.ts'
import { openSqlite, type TestConnection } from './open-connection.ts'

export type HandledName = keyof typeof handlers

/** The handlers over a database of their own, called as the server calls them: JSON in, JSON out. */
export interface TestHandlers {
  readonly connection: TestConnection
  /** What was announced, as `kind experiment run`. */
  readonly announced: string[]
  /** Milliseconds since 1970, as the handlers see it. */
  clock: number
  call(name: HandledName, request: Readonly<Record<string, unknown>>, idempotencyKey?: string): Promise<TestAnswer>
  close(): Promise<void>
}

/** An answer as a client sees it; tests know what they asked for. */
// oxlint-disable-next-line typescript/no-explicit-any
export type TestAnswer = any

export async function openHandlers(open: () => Promise<TestConnection> = openSqlite): Promise<TestHandlers> {
  const connection = await open()
  let runs = 0
  let draws = 0
  const announced: string[] = []
  const opened: TestHandlers = {
    connection,
    announced,
    clock: 1_000_000,
    close: () => connection.close(),
    call: async (name, request, idempotencyKey) => {
      const context: HandlerContext = {
        connection,
        now: () => opened.clock,
        newRunId: () => (++runs).toString(16).padStart(32, '0'),
        random: () => (draws++ % 97) / 97,
        artifactRoot: 'mlflow-artifacts:',
        idempotencyKey,
        announce: async (kind, experimentId, runId) => void announced.push([kind, experimentId, runId ?? ''].join(' ').trim()),
      }
      // Most tests do not care where their runs are.
      return callHandler(name, context, name === 'createRun' ? { experiment_id: '0', ...request } : request)
    },
  }
  return opened
}

async function callHandler<Name extends HandledName>(name: Name, context: HandlerContext, request: unknown): Promise<TestAnswer> {
  const handler = handlers[name] as Handler<OperationName>
  const sent = parseWireJson(encodeJson(request))
  const answer = await handler(context, decodeMessage(operations[name].request as MessageType, sent))
  return answer instanceof EncodedAnswer ? JSON.parse(answer.json) : JSON.parse(new TextDecoder().decode(encodeJson(answer)))
}
