import { enumeration, message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

export const valueOperations = {
  searchValues: operation({
    methods: ['GET', 'POST'],
    path: '/values/search',
    family: 'reprise',
    effect: 'read',
    summary: 'What values a param, tag or attribute has among the runs of some experiments, those of most runs first.',
    request: message('SearchValues', {
      experiment_ids: repeated('string', 'The experiments, at most 1,000.'),
      entity: optional(enumeration({ param: 2, tag: 3, attribute: 4 }), 'What the key names; default param.'),
      key: required('string', 'The name of the param or tag as it was logged; or status, run_name, user_id, verdict.'),
      prefix: optional('string', 'How the values begin.'),
      contains: optional('string', 'Part of the values, in any case.'),
      max_results: optional('int32', 'At most 1,000; default 20.'),
    }),
    response: message('SearchValuesAnswer', {
      values: repeated(
        message('ValueSummary', {
          value: optional('string', 'The value; absent means empty.'),
          runs: required('int64', 'How many runs have it, deleted ones included.'),
        }),
        'Those of most runs first, then by value.',
      ),
      total: required('int64', 'How many values there are.'),
      is_whole: required('bool', 'False where more runs have the key than are looked at, 100,000: then the figures are of those.'),
    }),
  }),
} as const
