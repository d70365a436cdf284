import type { Migration } from './migration.ts'
import { collated, columnTypes } from './column-types.ts'

/**
 * `outputs` is to what runs made what `inputs` is to what they read. A digest names the same data in every experiment, so lineage finds datasets by it.
 * A state of a pipeline that is published again moves to the end: its row is written anew, and `id` tells what was published last.
 */
export const lineageAndPipelines: Migration = {
  version: 3,
  name: 'lineage and pipelines',
  statements: (dialect) => {
    const { id, clustered } = columnTypes[dialect]
    return collated(dialect, [
      `create table outputs (run_id bigint not null, dataset_id bigint not null, primary key (run_id, dataset_id))${clustered}`,
      `create index outputs_by_dataset on outputs (dataset_id, run_id)`,
      `drop index inputs_by_dataset`,
      `create index inputs_by_dataset on inputs (dataset_id, run_id)`,
      `create index datasets_by_digest on datasets (digest, name, id)`,
      `create table pipelines (id ${id}, project text not null unique, creation_time bigint not null, last_update_time bigint not null)`,
      `create index pipelines_by_time on pipelines (last_update_time, id)`,
      `create table pipeline_states (id ${id}, pipeline_id bigint not null, state_id text not null, creation_time bigint not null,
        last_update_time bigint not null, summary text not null, data text not null, unique (pipeline_id, state_id))`,
      `create index pipeline_states_by_id on pipeline_states (pipeline_id, id)`,
    ])
  },
}
