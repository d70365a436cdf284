import { type AxAIService, AxAIServiceError, AxAIServiceStatusError, AxGenerateError, type AxGenOut } from '@ax-llm/ax'
import { type Example, type Metric, pickInputs, type Program } from '../programs/program.ts'
import type { Performance } from './performance.ts'

/** Statuses by which providers refuse a single request: it is too long, or they will not answer it. */
const ofExample: ReadonlySet<number> = new Set([400, 413, 422])

/** What a million tokens cost, in any currency. */
export interface Prices {
  readonly input: number
  readonly output: number
}

export interface Measurement<IN, OUT extends AxGenOut> {
  readonly program: Program<IN, OUT>
  readonly ai: AxAIService
  readonly examples: readonly Example<IN>[]
  readonly metric: Metric<IN, OUT>
  /** The score from which an example counts as a success; default 1. */
  readonly successScore?: number | undefined
  readonly prices?: Prices | undefined
}

/** What became of one example. */
export interface Answer {
  readonly score: number
  readonly success: boolean
  readonly latencyMs: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cost: number | undefined
  readonly prediction: unknown
  /** Why there is no answer. It counts as a failure with score 0. */
  readonly error: string | undefined
}

export interface MeasuredPerformance extends Performance {
  readonly scores: readonly number[]
  readonly answers: readonly Answer[]
  readonly inputTokens: number
  readonly outputTokens: number
}

/**
 * Has a program answer each example, one after the other, so that latencies are those of single calls. An answer that can not be understood counts as
 * wrong; a model that can not be reached is no bad program: then it rejects, with the error of ax.
 */
export async function measureProgram<IN, OUT extends AxGenOut>(measurement: Measurement<IN, OUT>): Promise<MeasuredPerformance> {
  const answers: Answer[] = []
  for (const example of measurement.examples) answers.push(await answerExample(example, measurement))
  return {
    successRate: mean(answers.map(({ success }) => (success ? 1 : 0))),
    qualityScore: mean(answers.map(({ score }) => score)),
    avgLatencyMs: mean(answers.map(({ latencyMs }) => latencyMs)),
    avgCost: measurement.prices === undefined ? undefined : mean(answers.map(({ cost = 0 }) => cost)),
    scores: answers.map(({ score }) => score),
    answers,
    inputTokens: sum(answers.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(answers.map(({ outputTokens }) => outputTokens)),
  }
}

async function answerExample<IN, OUT extends AxGenOut>(
  example: Example<IN>,
  { program, ai, metric, successScore = 1, prices }: Measurement<IN, OUT>,
): Promise<Answer> {
  program.resetUsage()
  const begun = performance.now()
  let prediction: OUT | undefined
  let error: string | undefined
  try {
    prediction = await program.forward(ai, pickInputs(program, example))
  } catch (cause) {
    if (isServiceTrouble(cause)) throw cause
    error = cause instanceof Error ? cause.message : String(cause)
  }
  const latencyMs = performance.now() - begun
  const score = prediction === undefined ? 0 : toScore(await metric({ prediction, example }))
  const usage = program.getUsage().map(({ tokens }) => tokens)
  const inputTokens = sum(usage.map((tokens) => tokens?.promptTokens ?? 0))
  const outputTokens = sum(usage.map((tokens) => tokens?.completionTokens ?? 0))
  const cost = prices === undefined ? undefined : (inputTokens * prices.input + outputTokens * prices.output) / 1e6
  return { score, success: score >= successScore, latencyMs, inputTokens, outputTokens, cost, prediction, error }
}

/** Trouble with the way to the model, or with being let in; not what it says to one example. ax wraps some of it. */
function isServiceTrouble(error: unknown): boolean {
  if (error instanceof AxGenerateError) return isServiceTrouble(error.cause)
  if (error instanceof AxAIServiceStatusError) return !ofExample.has(error.status)
  return error instanceof AxAIServiceError
}

function toScore(score: number): number {
  if (Number.isFinite(score)) return score
  throw new RangeError(`The metric answered ${score}: a score is a number from 0 to 1.`)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length
}
