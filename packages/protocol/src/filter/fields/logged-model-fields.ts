import { type FieldTable, rules } from './field-table.ts'

/** What logged models are searched by. Metrics are kept with runs, and runs are searched by them. */
export const loggedModelFields: FieldTable = {
  entities: [
    {
      entity: 'attribute',
      label: 'attribute',
      prefixes: ['attribute', 'attributes'],
      orderable: true,
      keys: {
        kind: 'closed',
        rules: {
          model_id: rules.id,
          name: rules.text,
          status: rules.text,
          model_type: rules.text,
          source_run_id: rules.text,
          creation_timestamp: rules.time,
          last_updated_timestamp: rules.time,
        },
        aliases: {
          creation_time: 'creation_timestamp',
          creation_timestamp_ms: 'creation_timestamp',
          last_updated_timestamp_ms: 'last_updated_timestamp',
        },
      },
    },
    {
      entity: 'param',
      label: 'parameter',
      prefixes: ['parameter', 'parameters', 'param', 'params'],
      orderable: false,
      keys: { kind: 'open', rule: rules.optionalText },
    },
    { entity: 'tag', label: 'tag', prefixes: ['tag', 'tags'], orderable: false, keys: { kind: 'open', rule: rules.optionalText } },
  ],
  validEntities: 'Logged models have attributes, params and tags; metrics are those of runs.',
  noOrder: (label) => `Invalid order by field name: a ${label}. Logged models are ordered by attributes.`,
}
