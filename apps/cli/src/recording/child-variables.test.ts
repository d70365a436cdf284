import type { Run } from '@reprise/sdk'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { readSettings } from '../settings/index.ts'
import { createTestWorld } from '../testing/test-world.ts'
import { callerVariables } from './caller-variables.ts'
import { childVariables } from './child-variables.ts'

const world = createTestWorld(readSettings({ environment: { REPRISE_TRACKING_TOKEN: 'abc' }, folder: '/' }))
const run = { id: 'r1', isOnServer: true, experimentId: '7' } as Run
const url = 'http://127.0.0.1:5000'

it('names the run, its experiment and the server, and lets the command in', () => {
  expect(childVariables(run, { trackingUri: url, experiment: 'spirals' }, world)).toEqual({
    REPRISE_TRACKING_URI: url,
    MLFLOW_TRACKING_URI: url,
    MLFLOW_TRACKING_TOKEN: 'abc',
    MLFLOW_RUN_ID: 'r1',
    MLFLOW_EXPERIMENT_ID: '7',
    MLFLOW_EXPERIMENT_NAME: 'spirals',
    MLFLOW_RUN_CONTEXT: '{"mlflow.parentRunId":"r1"}',
    REPRISE_RUN_ID: 'r1',
  })
})

it('names no run to mlflow that the server may not have, and no folder at all', () => {
  const away = { ...run, isOnServer: false } as Run
  expect(childVariables(away, { trackingUri: url }, world)).not.toHaveProperty('MLFLOW_RUN_ID')
  expect(childVariables(run, { trackingUri: './runs' }, world)).not.toHaveProperty('MLFLOW_TRACKING_URI')
  expect(childVariables(undefined, { trackingUri: './runs' }, world)).toEqual({ REPRISE_TRACKING_URI: resolve('runs') })
})

it('gives the command what stood before a clone of the repository put its Node.js first', () => {
  const clone = {
    A: '1',
    PATH: '/ours:/theirs',
    NODE_COMPILE_CACHE: '/ours',
    REPRISE_CALLER_PATH: '/theirs',
    REPRISE_CALLER_COMPILE_CACHE: '',
  }
  expect(callerVariables(clone)).toEqual({ A: '1', PATH: '/theirs', NODE_COMPILE_CACHE: undefined })
  expect(callerVariables({ PATH: '/theirs' })).toEqual({ PATH: '/theirs' })
})
