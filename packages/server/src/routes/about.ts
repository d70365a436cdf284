import type { FastifyInstance } from 'fastify'
import type { ServerMetrics } from '../metrics.ts'
import { printOpenApi } from '../openapi/print-openapi.ts'

/** What the server says about itself. */
export function addAboutRoutes(app: FastifyInstance, { version, metrics }: { version: string; metrics: ServerMetrics }): void {
  app.get('/health', (_request, reply) => reply.type('text/plain').send('OK'))
  app.get('/version', (_request, reply) => reply.type('text/plain').send(version))
  app.get('/openapi.json', () => printOpenApi(version))
  app.get('/metrics', async (_request, reply) => {
    const page = await metrics.print()
    return reply.type(page.contentType).send(page.text)
  })
  /** Asked once by MLflow 3 clients. */
  app.get('/api/3.0/mlflow/server-info', () => ({ store_type: 'SqlStore', workspaces_enabled: false }))
}
