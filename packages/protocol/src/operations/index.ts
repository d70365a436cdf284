import { experimentOperations } from './experiments.ts'
import { lineageOperations } from './lineage.ts'
import { loggedModelOperations } from './logged-models.ts'
import { loggingOperations } from './logging.ts'
import type { AnswerOf, InputFor, RequestOf, ResponseOf } from './operation.ts'
import { pipelineOperations } from './pipelines.ts'
import { runOperations } from './runs.ts'
import { seriesOperations } from './series.ts'
import { shareOperations } from './shares.ts'
import { valueOperations } from './values.ts'
import { viewOperations } from './views.ts'
import { outboxOperations, webhookOperations } from './webhooks.ts'

export * from './operation.ts'

/**
 * Everything a store can be asked. Routes, the OpenAPI document, the typed client and the handlers of every store
 * are derived from this table: an operation without a handler does not compile.
 */
export const operations = {
  ...experimentOperations,
  ...runOperations,
  ...loggingOperations,
  ...seriesOperations,
  ...loggedModelOperations,
  ...lineageOperations,
  ...pipelineOperations,
  ...valueOperations,
  ...viewOperations,
  ...shareOperations,
  ...webhookOperations,
  ...outboxOperations,
} as const

export type Operations = typeof operations
export type OperationName = keyof Operations
/** Operations that can be asked over the network. */
export type PublicOperationName = Exclude<OperationName, keyof typeof outboxOperations>
export type RequestFor<Name extends OperationName> = RequestOf<Operations[Name]>
export type InputOfOperation<Name extends OperationName> = InputFor<Operations[Name]>
export type ResponseFor<Name extends OperationName> = ResponseOf<Operations[Name]>
export type AnswerFor<Name extends OperationName> = AnswerOf<Operations[Name]>
