import type { Migration } from './migration.ts'
import { collated, columnTypes } from './column-types.ts'

/**
 * `views` are what people keep of pages of the web interface: `query` is what stands behind the question mark. Experiment -1 is none, since a unique index
 * takes every null for another. `shares` are what somebody without the interface may read: `content` is JSON, and `token`, which nobody can guess, is all
 * that it takes.
 */
export const viewsAndShares: Migration = {
  version: 6,
  name: 'views and shares',
  statements: (dialect) => {
    const { id } = columnTypes[dialect]
    return collated(dialect, [
      `create table views (id ${id}, uuid text not null unique, page text not null, experiment_id bigint not null, name text not null, query text not null,
        user_id text not null, creation_time bigint not null, last_update_time bigint not null, unique (page, experiment_id, name))`,
      `create index views_by_experiment on views (experiment_id)`,
      `create table shares (id ${id}, token text not null unique, title text not null, content text not null, user_id text not null,
        creation_time bigint not null, expiry_time bigint, revoked smallint not null default 0)`,
    ])
  },
}
