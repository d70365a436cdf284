/**
 * The tables that a copy takes along, in an order in which rows may be inserted, with the columns that rows are read by.
 * Not among them: `meta` and `changes`, which mean something only in the database where they were written.
 */
export const tables = [
  { name: 'experiments', by: ['id'] },
  { name: 'experiment_tags', by: ['experiment_id', 'key'] },
  { name: 'keys', by: ['id'] },
  { name: 'runs', by: ['id'] },
  { name: 'collected_runs', by: ['run_id'] },
  { name: 'params', by: ['run_id', 'key_id'] },
  { name: 'tags', by: ['run_id', 'key_id'] },
  { name: 'metrics', by: ['run_id', 'key_id'] },
  { name: 'journal', by: ['id'] },
  { name: 'blocks', by: ['id'] },
  { name: 'datasets', by: ['id'] },
  { name: 'dataset_files', by: ['folder', 'digest'] },
  { name: 'inputs', by: ['run_id', 'dataset_id'] },
  { name: 'input_tags', by: ['run_id', 'dataset_id', 'key'] },
  { name: 'outputs', by: ['run_id', 'dataset_id'] },
  { name: 'model_links', by: ['run_id', 'direction', 'model_id'] },
  { name: 'logged_models', by: ['id'] },
  { name: 'logged_model_params', by: ['model_id', 'key'] },
  { name: 'logged_model_tags', by: ['model_id', 'key'] },
  { name: 'pipelines', by: ['id'] },
  { name: 'pipeline_states', by: ['id'] },
  { name: 'webhooks', by: ['id'] },
  { name: 'webhook_subscriptions', by: ['event', 'experiment_id', 'webhook_id'] },
  { name: 'webhook_deliveries', by: ['id'] },
  { name: 'views', by: ['id'] },
  { name: 'shares', by: ['id'] },
  { name: 'writers', by: ['id'] },
] as const
