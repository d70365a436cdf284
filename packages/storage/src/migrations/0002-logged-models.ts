import type { Migration } from './migration.ts'
import { collated, columnTypes } from './column-types.ts'

/** Models that runs made. Few beside runs: names stand as they are, and no index is made for a search. Status: MLflow's numbers. */
export const loggedModels: Migration = {
  version: 2,
  name: 'logged models',
  statements: (dialect) => {
    const { id, clustered } = columnTypes[dialect]
    return collated(dialect, [
      `create table logged_models (id ${id}, uuid text not null unique, experiment_id bigint not null, name text not null, artifact_uri text not null,
        status smallint not null, model_type text not null, source_run_id text not null, creation_time bigint not null,
        last_update_time bigint not null, lifecycle smallint not null default 0)`,
      `create index logged_models_by_time on logged_models (experiment_id, creation_time)`,
      ...['params', 'tags'].map(
        (what) =>
          `create table logged_model_${what} (model_id bigint not null, key text not null, value text not null, primary key (model_id, key))${clustered}`,
      ),
    ])
  },
}
