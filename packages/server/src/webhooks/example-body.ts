import { encodeBody } from './compose-body.ts'

const tags = { example_key: 'example_value' }
const model = { name: 'example_model', version: '1' }
const prompt = { name: 'example_prompt', version: '1' }
const budget = {
  budget_policy_id: 'bp-abc123',
  budget_unit: 'USD',
  budget_amount: 100,
  current_spend: 105.5,
  duration_unit: 'MONTHS',
  duration_value: 1,
  target_scope: 'ENDPOINT',
  workspace: 'default',
  target_value: 'ep-abc123',
  window_start: 1_704_067_200_000,
}

/** What happens to models and prompts, as MLflow's examples have it. */
const examples: Readonly<Record<string, object>> = {
  'registered_model.created': { name: model.name, tags, description: 'An example registered model' },
  'model_version.created': { ...model, source: 'models:/123', run_id: 'abcd1234abcd5678', tags, description: 'An example model version' },
  'model_version_tag.set': { ...model, key: 'example_key', value: 'example_value' },
  'model_version_tag.deleted': { ...model, key: 'example_key' },
  'model_version_alias.created': { name: model.name, alias: 'example_alias', version: '1' },
  'model_version_alias.deleted': { name: model.name, alias: 'example_alias' },
  'prompt.created': { name: prompt.name, tags, description: 'An example prompt' },
  'prompt_version.created': { ...prompt, template: 'Hello {{name}}!', tags, description: 'An example prompt version' },
  'prompt_tag.set': { name: prompt.name, key: 'example_key', value: 'example_value' },
  'prompt_tag.deleted': { name: prompt.name, key: 'example_key' },
  'prompt_version_tag.set': { ...prompt, key: 'example_key', value: 'example_value' },
  'prompt_version_tag.deleted': { ...prompt, key: 'example_key' },
  'prompt_alias.created': { name: prompt.name, alias: 'example_alias', version: '1' },
  'prompt_alias.deleted': { name: prompt.name, alias: 'example_alias' },
  'budget_policy.exceeded': budget,
}

const statuses: Readonly<Record<string, string>> = {
  'run.started': 'RUNNING',
  'run.finished': 'FINISHED',
  'run.failed': 'FAILED',
  'run.killed': 'KILLED',
}

/** An event that did not happen; `data.is_test` says so where the example is ours. */
export function exampleBody(id: string, event: string, time: number): string {
  const status = statuses[event]
  if (status === undefined) return encodeBody({ id, event, time }, examples[event] ?? {})
  const hasEnded = status !== 'RUNNING'
  return encodeBody(
    { id, event, time },
    {
      is_test: true,
      run_id: '0123456789abcdef0123456789abcdef',
      run_name: 'close-issue',
      experiment_id: '0',
      experiment_name: 'Default',
      status,
      start_time: time - 1_500,
      ...(hasEnded ? { end_time: time, duration_seconds: 1.5 } : {}),
      params: hasEnded ? { procedure_name: 'close-issue', issue_number: '123' } : {},
      metrics: hasEnded ? { duration_seconds: 1.5, success: status === 'FINISHED' ? 1 : 0 } : {},
      tags: { 'mlflow.runName': 'close-issue' },
    },
  )
}
