import type { View } from '@reprise/protocol'
import type { QueryClient } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { makeEdit } from '../shell/make-edit.ts'

const concerns = ['views']

/** Changes name or query of a view as it was read: refused when somebody else has changed it since. */
export function changeView(
  queries: QueryClient,
  { view_id, name, last_update_time }: View,
  change: { name?: string; query?: string },
): Promise<boolean> {
  return makeEdit(queries, {
    failure: `The view ${name} could not be changed.`,
    concerns,
    send: () => client.updateView({ view_id, last_update_time, ...change }),
    success: `The view ${change.name ?? name} is saved.`,
  })
}

export function deleteView(queries: QueryClient, view: View): Promise<boolean> {
  const { view_id, name, page, experiment_id, query = '' } = view
  return makeEdit(queries, {
    failure: `The view ${name} could not be deleted.`,
    concerns,
    send: () => client.deleteView({ view_id }),
    success: `The view ${name} is deleted.`,
    undo: () =>
      void makeEdit(queries, {
        failure: `The view ${name} could not be saved again.`,
        concerns,
        send: () => client.createView({ page, name, query, ...(experiment_id === undefined ? {} : { experiment_id }) }),
      }),
  })
}
