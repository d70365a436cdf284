import type { Migration } from './migration.ts'
import { collated, columnTypes } from './column-types.ts'

/**
 * `webhook_subscriptions` is what writes of runs look at: rows of active webhooks alone, so that it is empty where nobody is to be told. An event is a row of
 * `webhook_deliveries` for each webhook that it concerns, written with what happened.
 */
export const webhooks: Migration = {
  version: 4,
  name: 'webhooks',
  statements: (dialect) => {
    const { id, clustered } = columnTypes[dialect]
    return collated(dialect, [
      `create table webhooks (id ${id}, uuid text not null unique, name text not null, description text not null, url text not null, status smallint not null,
        secret text, subscriptions text not null, experiments text not null, filter text not null, creation_time bigint not null, last_update_time bigint not null)`,
      `create table webhook_subscriptions (event smallint not null, experiment_id bigint not null, webhook_id bigint not null,
        primary key (event, experiment_id, webhook_id))${clustered}`,
      `create table webhook_deliveries (id ${id}, uuid text not null unique, webhook_id bigint not null, event smallint not null, run_id text not null,
        experiment_id bigint not null, event_time bigint not null, details text not null, state smallint not null, attempts bigint not null,
        due bigint not null, claim text, body text, response_status bigint, error text, finished bigint)`,
      `create index webhook_deliveries_by_due on webhook_deliveries (webhook_id, state, due)`,
      `create index webhook_deliveries_by_state on webhook_deliveries (state, id)`,
      `create index webhook_deliveries_by_run on webhook_deliveries (run_id)`,
    ])
  },
}
