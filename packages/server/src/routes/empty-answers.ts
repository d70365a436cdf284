import type { FastifyInstance } from 'fastify'

/**
 * What MLflow 3 clients ask on the way to something else, of rooms this server does not have: there is nothing in them,
 * which is the truth, and lets the client carry on.
 */
const emptyRooms = ['/api/2.0/mlflow/logged-models/search', '/ajax-api/2.0/mlflow/logged-models/search'] as const

export function addEmptyAnswers(app: FastifyInstance): void {
  for (const url of emptyRooms) app.post(url, () => ({}))
}
