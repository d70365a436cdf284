import { type RunContext, runContext } from '@reprise/sdk'
import type { Span, Telemetry, Tracer } from 'bullmq'
import { addToMetadata } from './job-context.ts'

interface Carried<Other> {
  readonly run: RunContext | undefined
  readonly other: Other | undefined
}

/**
 * The `telemetry` of a queue or flow producer whose jobs are to be children of the run that is active where they are added. The context travels in
 * the job's metadata, where BullMQ keeps that of traces; data and options of the job stay as they are.
 *
 *     const queue = new Queue('documents', { connection, telemetry: carryRuns() })
 *     await withRun({ name: 'import' }, () => queue.add('normalise', { id }))
 *
 * A telemetry that is there already, such as OpenTelemetry's, goes on working: `carryRuns(new BullMQOtel('app'))`.
 */
export function carryRuns<Other>(telemetry?: Telemetry<Other>): Telemetry<Carried<Other>> {
  const others = telemetry?.contextManager
  return {
    tracer: carryTracer(telemetry?.tracer),
    contextManager: {
      active: () => ({ run: runContext(), other: others?.active() }),
      root: () => ({ run: undefined, other: (others?.root ?? others?.active)?.call(others) }),
      with: (context, act) => (others === undefined ? act() : others.with(context.other, act)),
      getMetadata: ({ run, other }) => addToMetadata(others?.getMetadata(other) ?? '', run),
      fromMetadata: (active, metadata) => ({ ...active, other: others?.fromMetadata(active.other, metadata) }),
    },
    ...(telemetry?.meter === undefined ? {} : { meter: telemetry.meter }),
  }
}

function carryTracer<Other>(tracer: Tracer<Other> | undefined): Tracer<Carried<Other>> {
  return { startSpan: (name, options, context) => carrySpan(tracer?.startSpan(name, options, context?.other)) }
}

function carrySpan<Other>(span: Span<Other> | undefined): Span<Carried<Other>> {
  return {
    setSpanOnContext: (context) => (span === undefined ? context : { ...context, other: span.setSpanOnContext(context.other as Other) }),
    setAttribute: (key, value) => span?.setAttribute(key, value),
    setAttributes: (attributes) => span?.setAttributes(attributes),
    addEvent: (name, attributes) => span?.addEvent(name, attributes),
    recordException: (exception, time) => span?.recordException(exception, time),
    end: () => span?.end(),
  }
}
