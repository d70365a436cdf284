import { encodeJson, parseWireJson } from '@reprise/protocol'
import { callHandler } from '../../call-handler.ts'
import type { HandlerContext } from '../../store.ts'
import type { HandledOperation } from '../index.ts'
import { openSqlite, type TestConnection } from './open-connection.ts'

/** The handlers over a database of their own, called as the server calls them: JSON in, JSON out. */
export interface TestHandlers {
  readonly connection: TestConnection
  /** What was announced, as `kind experiment run`. */
  readonly announced: string[]
  /** Milliseconds since 1970, as the handlers see it. */
  clock: number
  call(name: HandledOperation, request: Readonly<Record<string, unknown>>, idempotencyKey?: string): Promise<TestAnswer>
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
      const sent = name === 'createRun' ? { experiment_id: '0', ...request } : request
      return JSON.parse(new TextDecoder().decode(await callHandler(name, context, parseWireJson(encodeJson(sent)))))
    },
  }
  return opened
}
