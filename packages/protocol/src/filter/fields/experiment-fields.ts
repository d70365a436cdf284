import { type FieldTable, rules } from './field-table.ts'

/** What experiments are searched by. */
export const experimentFields: FieldTable = {
  entities: [
    {
      entity: 'attribute',
      label: 'attribute',
      prefixes: ['attribute'],
      orderable: true,
      keys: {
        kind: 'closed',
        rules: {
          name: rules.text,
          experiment_id: rules.id,
          creation_time: rules.optionalTime,
          last_update_time: rules.optionalTime,
        },
        aliases: {},
      },
    },
    { entity: 'tag', label: 'tag', prefixes: ['tag', 'tags'], orderable: false, keys: { kind: 'open', rule: rules.optionalText } },
  ],
  validEntities: "Valid entity types are ('attribute', 'tag', 'tags')",
  noOrder: (label) => `Invalid order_by entity: ${label}`,
}
