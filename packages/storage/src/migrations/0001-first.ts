import { collated, columnTypes } from './column-types.ts'
import type { Migration } from './migration.ts'

/**
 * Integers inside, uuids at the edge; names of metrics, params and tags are interned in `keys`. `params`, `tags` and
 * `metrics` repeat the run's experiment and start time, so that one index answers filter and order; whether a run is
 * deleted stands on the run alone. Lifecycle: 0 active, 1 deleted. Status: MLflow's numbers.
 * `meta` holds numbers about the store as a whole: `summarised_through` is the journal row up to which `metrics` is complete,
 * where it is not written with the points.
 * Indexes of what grows with time ascend, also where it is read newest first: SQLite fills pages at the end of an index and splits them elsewhere.
 * `collected_runs` are out of sight, and on their way to be deleted for good with everything that hangs on them.
 * `intake` and `params_intake`, in SQLite, take in what a flush brought: the few points that many runs got, on their way to the journal,
 * and params, on their way to `params`.
 */
export const first: Migration = {
  version: 1,
  name: 'first',
  statements: (dialect) => {
    const { now, id, rowId, blob, clustered, double } = columnTypes[dialect]
    // PostgreSQL's indexes refuse long entries. SQLite's take them, and only one of whole columns answers without its table.
    const short = (column: string): string => (dialect === 'sqlite' ? column : `substr(${column}, 1, 100)`)
    const statements = [
      `create table meta (name text not null primary key, value bigint not null)${clustered}`,
      `create table experiments (id ${id}, name text not null unique, artifact_location text not null, lifecycle smallint not null default 0,
        creation_time bigint not null, last_update_time bigint not null, deleted_time bigint)`,
      `create table experiment_tags (experiment_id bigint not null, key text not null, value text not null, primary key (experiment_id, key))${clustered}`,
      `create table keys (id ${id}, name text not null unique)`,
      `create table runs (id ${id}, uuid text not null unique, experiment_id bigint not null, name text not null, user_id text not null,
        status smallint not null, start_time bigint not null, end_time bigint, lifecycle smallint not null default 0, deleted_time bigint,
        artifact_uri text not null, create_key text)`,
      `create unique index runs_by_create_key on runs (create_key) where create_key is not null`,
      `create index runs_by_start on runs (experiment_id, start_time, uuid desc)`,
      `create index runs_by_end on runs (experiment_id, end_time)`,
      `create index runs_by_name on runs (experiment_id, ${short('name')})`,
      `create index runs_by_status on runs (experiment_id, status, start_time)`,
      `create index runs_deleted on runs (experiment_id, start_time desc, uuid) where lifecycle = 1`,
      `create table collected_runs (run_id bigint not null primary key, experiment_id bigint not null, artifact_uri text not null)`,
      ...['params', 'tags'].flatMap((table) => [
        `create table ${table} (run_id bigint not null, key_id bigint not null, value text not null, experiment_id bigint not null,
          start_time bigint not null, primary key (run_id, key_id))${clustered}`,
        `create index ${table}_by_value on ${table} (experiment_id, key_id, ${short('value')}, start_time, run_id)`,
      ]),
      `create table metrics (run_id bigint not null, key_id bigint not null, experiment_id bigint not null, start_time bigint not null,
        value ${double} not null, is_nan smallint not null, timestamp bigint not null, step bigint not null,
        min_value ${double}, max_value ${double}, first_value ${double}, first_step bigint not null, first_timestamp bigint not null,
        primary key (run_id, key_id))${clustered}`,
      `create index metrics_by_value on metrics (experiment_id, key_id, is_nan, value, start_time, run_id)`,
      ...(dialect === 'sqlite'
        ? [
            `create table intake (id ${rowId}, data ${blob} not null)`,
            `create table params_intake (id ${rowId}, data ${blob} not null)`,
            `insert into meta (name, value) values ('summarised_through', 0)`,
          ]
        : []),
      `create table journal (id ${rowId}, run_id bigint not null, point_count bigint not null, data ${blob} not null)`,
      `create index journal_by_run on journal (run_id, id)`,
      `create table blocks (id ${rowId}, run_id bigint not null, level smallint not null, first_key bigint not null, last_key bigint not null,
        point_count bigint not null, summary ${blob} not null, data ${blob} not null)`,
      `create index blocks_by_level on blocks (run_id, level, first_key, last_key)`,
      `create table datasets (id ${id}, experiment_id bigint not null, name text not null, digest text not null, source_type text not null,
        source text not null, schema text, profile text, unique (experiment_id, name, digest))`,
      `create table inputs (run_id bigint not null, dataset_id bigint not null, primary key (run_id, dataset_id))${clustered}`,
      `create index inputs_by_dataset on inputs (dataset_id)`,
      `create table input_tags (run_id bigint not null, dataset_id bigint not null, key text not null, value text not null,
        primary key (run_id, dataset_id, key))${clustered}`,
      `create table model_links (run_id bigint not null, direction smallint not null, model_id text not null, step bigint not null default 0,
        primary key (run_id, direction, model_id))${clustered}`,
      `create table writers (id text not null primary key, last_sequence bigint not null, seen_time bigint not null)${clustered}`,
      `create table changes (id ${rowId}, ${dialect === 'postgres' ? 'transaction_id xid8 not null default pg_current_xact_id(), ' : ''}kind text not null,
        time bigint not null, experiment_id bigint not null, run_id text)`,
      ...(dialect === 'postgres' ? postgresOnly : []),
      `insert into experiments (id, name, artifact_location, creation_time, last_update_time) values (0, 'Default', '', ${now}, ${now})`,
    ]
    return collated(dialect, statements)
  },
}

/**
 * `unsummarised` names the journal rows whose points `metrics` may lack: of batches with so many names that moving all
 * their summaries with every batch would cost too much.
 */
const postgresOnly = [
  'create table unsummarised (journal_id bigint primary key, run_id bigint not null)',
  'create index unsummarised_by_run on unsummarised (run_id)',
  'create index changes_by_position on changes (transaction_id, id)',
  // Points are packed already, or will be soon: trying to compress them costs more than it gains.
  'alter table journal alter column data set storage external',
  'alter table blocks alter column data set storage external, alter column summary set storage external',
]
