import { describe, test } from 'vitest'
import { filterProperties } from './filter-properties.ts'

describe('the filter language', () => {
  for (const [name, check] of Object.entries(filterProperties)) test(name, () => check({}))
})
