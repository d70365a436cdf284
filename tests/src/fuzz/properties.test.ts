import { filterProperties } from '@reprise/protocol/filter/testing'
import { seriesProperties } from '@reprise/storage/series/testing'
import fc from 'fast-check'
import { beforeAll, describe, test } from 'vitest'
import { createRandom } from './random.ts'

const CASES = 10_000
/** Each case of these seals a whole run in many orders, which takes a hundred times as long as a codec's. */
const CASES_OF_RUNS = 500
const ofRuns = /however the run was sealed|damaged run/
const LONGEST = 300_000

describe(`properties, ${CASES} random cases each`, () => {
  let seed: number
  beforeAll(() => {
    seed = createRandom('properties').seed
    fc.configureGlobal({ seed })
  })

  for (const [name, check] of Object.entries(filterProperties)) {
    test(`filters: ${name}`, { timeout: LONGEST }, () => check({ runs: CASES, seed }))
  }

  for (const [name, check] of Object.entries(seriesProperties)) {
    const cases = ofRuns.test(name) ? CASES_OF_RUNS : CASES
    test(`series: ${name}, ${cases} times`, { timeout: LONGEST }, () => check(fc, cases))
  }
})
