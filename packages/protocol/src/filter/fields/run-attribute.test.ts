import { expect, test } from 'vitest'
import { findRunAttribute } from './run-attribute.ts'

test.each([
  ['status', { entity: 'attribute', key: 'status' }],
  ['attributes.status', { entity: 'attribute', key: 'status' }],
  ['attr.Created', { entity: 'attribute', key: 'start_time' }],
  ['verdict', { entity: 'tag', key: 'reprise.verdict' }],
  ['attributes.verdict', { entity: 'tag', key: 'reprise.verdict' }],
  ['tags.verdict', undefined],
  ['attributes.constructor', undefined],
  ['attributes.', undefined],
  ['', undefined],
])('%s is %j', (written, field) => {
  expect(findRunAttribute(written)).toEqual(field)
})
