import { type Int64, INT64_MAX, INT64_MIN, RepriseError } from '@reprise/protocol'
import { checkKey } from '../writing/check-key.ts'
import type { HookCalls } from '../hooks/index.ts'
import type { Writer } from '../writing/writer.ts'
import type { MetricOptions } from './run.ts'
import { type ParamValue, toParamValue } from './to-param-value.ts'

/** Checks metrics, params and tags where they are logged, and hands them to the writer. */
export interface EntityLog {
  metric(key: string, value: number, options: MetricOptions): void
  param(key: string, value: ParamValue): void
  tag(key: string, value: ParamValue): void
  /** Throws BAD_REQUEST when the run has ended. */
  assertOpen(): void
}

/** `hooks` are told what was logged. */
export function createEntityLog(writer: Writer, isEnded: () => boolean, hooks: Pick<HookCalls, 'metric' | 'param' | 'tag'>): EntityLog {
  const params = new Map<string, string>()
  const assertOpen = (): void => {
    if (isEnded())
      throw new RepriseError('BAD_REQUEST', 'The run has ended: nothing more can be logged to it.', {
        hint: 'startRun({ runId }) goes on with it.',
      })
  }
  return {
    assertOpen,
    metric: (key, value, { step = 0, timestamp = Date.now() }) => {
      assertOpen()
      checkKey(key, 'metric')
      if (typeof value !== 'number') throw invalid(`The value of the metric '${key}' is not a number: ${String(value)}`)
      const time = timestamp instanceof Date ? timestamp.getTime() : timestamp
      if (!isInt64(time) || time < 0)
        throw invalid(`The time of the metric '${key}' is not a time in milliseconds since 1970: ${String(time)}`)
      if (!isInt64(step)) throw invalid(`The step of the metric '${key}' is not a 64-bit integer: ${String(step)}`)
      writer.metric({ key, value, timestamp: time, step })
      hooks.metric(key, value, step)
    },
    param: (key, value) => {
      assertOpen()
      const text = toParamValue(value)
      if (text === undefined) return
      checkKey(key, 'param')
      const known = params.get(key)
      if (known === text) return
      if (known !== undefined) throw invalid(`The param '${key}' is '${known}' already and can not become '${text}': params do not change.`)
      params.set(key, text)
      writer.param(key, text)
      hooks.param(key, text)
    },
    tag: (key, value) => {
      assertOpen()
      const text = toParamValue(value)
      if (text === undefined) return
      checkKey(key, 'tag')
      writer.tag(key, text)
      hooks.tag(key, text)
    },
  }
}

function isInt64(value: Int64): boolean {
  return typeof value === 'bigint' ? value >= INT64_MIN && value <= INT64_MAX : Number.isSafeInteger(value)
}

function invalid(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
