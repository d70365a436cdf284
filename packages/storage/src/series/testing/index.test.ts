import fc from 'fast-check'
import { test } from 'vitest'
import { seriesProperties } from './index.ts'

for (const [name, check] of Object.entries(seriesProperties)) test(name, () => check(fc, 60))
