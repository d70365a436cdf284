import { parseRunFilter, parseRunOrderBy } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { quoteField, quoteText } from './quote.ts'

test.each(["it's", 'C:\\', '"', `both ' and "`, '', '100%', "E'x'"])('%s is read as it was meant', (value) => {
  expect(parseRunFilter(`params.a = ${quoteText(value)}`)).toMatchObject({ value })
})

test.each([
  ['metrics.top 5', { entity: 'metric', key: 'top 5', aggregate: 'last' }],
  ['min(metrics.train/loss)', { entity: 'metric', key: 'train/loss', aggregate: 'min' }],
  ['attributes.start_time', { entity: 'attribute', key: 'start_time' }],
  ['tags.mlflow.note', { entity: 'tag', key: 'mlflow.note' }],
])('%s can be ordered by', (field, read) => {
  expect(parseRunOrderBy([`${quoteField(field)} DESC`])).toMatchObject([{ field: read }])
})
