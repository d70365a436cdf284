import { describe, expect, test } from 'vitest'
import { addressOfHash } from './address-of-hash.ts'

const run = '0af7651916cd43dd8448eb211c80319c'
const other = '1af7651916cd43dd8448eb211c80319c'

describe('links of MLflow', () => {
  test.each([
    [`#/experiments/1/runs/${run}`, `/r/${run}/overview`],
    [`#/experiments/1/runs/${run}/artifacts/model`, `/r/${run}/files`],
    [`#/experiments/1/runs/${run}/model-metrics`, `/r/${run}/metrics`],
    [`#/experiments/1/runs/${run}/system-metrics`, `/r/${run}/system`],
    ['#/experiments/12', '/e/12'],
    ['#/experiments/12?searchFilter=a', '/e/12'],
    ['#/experiments', '/experiments'],
    [`#/compare-runs?runs=["${run}","${other}"]&experiments=["1"]`, `/compare?runs=${run},${other}`],
    ['#/models', '/models'],
    ['#/models/resnet/versions/3', '/models'],
    ['#/prompts', '/'],
    ['#/experiments/a%2Fb/..', '/e/a%252Fb'],
  ])('%s leads to %s', (hash, address) => {
    expect(addressOfHash(hash)).toBe(address)
  })

  test('an anchor of our own stays', () => {
    expect(addressOfHash('#notes')).toBeUndefined()
    expect(addressOfHash('')).toBeUndefined()
  })
})
