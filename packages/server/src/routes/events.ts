import type { FastifyInstance } from 'fastify'
import type { LiveFeed } from '../live/feed.ts'

/** The live feed as server-sent events; a reader that comes back with Last-Event-ID misses nothing. */
export function addEventRoute(app: FastifyInstance, feed: LiveFeed): void {
  app.get<{ Querystring: { experiment_id?: string | string[]; run_id?: string | string[]; last_event_id?: string } }>(
    '/api/reprise/1/events',
    async (request, reply) => {
      const header = request.headers['last-event-id']
      const { experiment_id: experiments, run_id: runs, last_event_id: fromQuery } = request.query
      reply.hijack()
      const wanted = {
        after: Array.isArray(header) ? header[0] : (header ?? fromQuery),
        experiments: toSet(experiments),
        runs: toSet(runs),
      }
      await feed.serve(reply.raw, wanted).catch((error: unknown) => {
        request.log.error({ err: error }, 'live feed broken off')
        reply.raw.destroy()
      })
    },
  )
}

function toSet(values: string | string[] | undefined): ReadonlySet<string> | undefined {
  return values === undefined ? undefined : new Set([values].flat())
}
