import { type FieldTable, rules } from './field-table.ts'

/** What runs are searched by: MLflow's entities, prefixes, keys and aliases. */
export const runFields: FieldTable = {
  entities: [
    {
      entity: 'attribute',
      label: 'attribute',
      prefixes: ['attribute', 'attributes', 'attr', 'run'],
      orderable: true,
      keys: {
        kind: 'closed',
        rules: {
          run_id: rules.text,
          run_name: rules.text,
          status: rules.text,
          user_id: rules.optionalText,
          artifact_uri: rules.text,
          start_time: rules.time,
          end_time: rules.optionalTime,
          duration: rules.optionalNumber,
        },
        aliases: {
          created: 'start_time',
          Created: 'start_time',
          Duration: 'duration',
          'run name': 'run_name',
          'Run name': 'run_name',
          'Run Name': 'run_name',
        },
        tags: { verdict: 'reprise.verdict' },
      },
    },
    { entity: 'metric', label: 'metric', prefixes: ['metric', 'metrics'], orderable: true, keys: { kind: 'open', rule: rules.metric } },
    {
      entity: 'param',
      label: 'parameter',
      prefixes: ['parameter', 'parameters', 'param', 'params'],
      orderable: true,
      keys: { kind: 'open', rule: rules.optionalText },
    },
    { entity: 'tag', label: 'tag', prefixes: ['tag', 'tags'], orderable: true, keys: { kind: 'open', rule: rules.optionalText } },
    {
      entity: 'dataset',
      label: 'dataset',
      prefixes: ['dataset', 'datasets'],
      // A run may have many datasets, so there is no one value to order by.
      orderable: false,
      keys: {
        kind: 'closed',
        rules: { name: rules.optionalText, digest: rules.optionalText, context: rules.optionalText },
        aliases: {},
      },
    },
  ],
  validEntities: "Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']",
  noOrder: (label) => `Invalid identifier type '${label}'`,
}
