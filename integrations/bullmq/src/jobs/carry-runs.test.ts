import { inRunContext } from '@reprise/sdk'
import { SpanKind, type Telemetry } from 'bullmq'
import { describe, expect, it } from 'vitest'
import { carryRuns } from './carry-runs.ts'
import { addToMetadata, readJobContext } from './job-context.ts'

const context = { runId: 'a'.repeat(32), tags: { correlation_id: 'c' } }

function jobWith(metadata: string) {
  return { name: 'x', opts: { telemetry: { metadata } } }
}

describe('metadata of a job', () => {
  it('hold the context of the place where it was added', () => {
    const { contextManager } = carryRuns()
    const metadata = inRunContext(context, () => contextManager.getMetadata(contextManager.active()))
    expect(readJobContext(jobWith(metadata))).toMatchObject(context)
  })

  it('are empty outside of any run, so that BullMQ stores nothing', () => {
    const { contextManager } = carryRuns()
    expect(contextManager.getMetadata(contextManager.active())).toBe('')
  })

  it.each(['', 'no json', '"text"', '[1]', '{"reprise":7}', '{"reprise":{"runId":"../../x"}}'])(
    'of anybody else are no trouble: %j',
    (metadata) => {
      expect(readJobContext(jobWith(metadata))?.runId).toBeUndefined()
    },
  )

  it('that are no JSON object are left to whom they belong', () => {
    expect(addToMetadata('00-trace-01', context)).toBe('00-trace-01')
  })
})

describe('another telemetry', () => {
  it('goes on working beside it', async () => {
    const ended: string[] = []
    const other: Telemetry<string> = {
      tracer: {
        startSpan: (name, _options, parent) => ({
          setSpanOnContext: () => `${parent ?? 'root'}>${name}`,
          setAttribute: () => undefined,
          setAttributes: () => undefined,
          addEvent: () => undefined,
          recordException: () => undefined,
          end: () => void ended.push(name),
        }),
      },
      contextManager: {
        active: () => 'here',
        with: (_context, act) => act() as ReturnType<typeof act>,
        getMetadata: (own: string) => JSON.stringify({ traceparent: own }),
        fromMetadata: (_active, metadata) => (JSON.parse(metadata) as { traceparent: string }).traceparent,
      },
    }
    const { tracer, contextManager } = carryRuns(other)
    const metadata = inRunContext(context, () => {
      const span = tracer.startSpan('add', { kind: SpanKind.PRODUCER })
      const own = contextManager.getMetadata(span.setSpanOnContext(contextManager.active()))
      span.end()
      return own
    })
    expect(JSON.parse(metadata)).toMatchObject({ traceparent: 'root>add', reprise: context })
    const arrived = contextManager.fromMetadata(contextManager.active(), metadata)
    expect(tracer.startSpan('process', { kind: SpanKind.CONSUMER }, arrived).setSpanOnContext(arrived)).toMatchObject({
      other: 'root>add>process',
    })
    expect(ended).toEqual(['add'])
  })
})
