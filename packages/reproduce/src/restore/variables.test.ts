import { createHmac } from 'node:crypto'
import type { RecordedEnvironment } from '@reprise/protocol'
import { describe, expect, it } from 'vitest'
import { planVariables } from './variables.ts'

const relocation = { from: ['/home/u/project'], to: '/tmp/place/code' }
const recorded = (...variables: RecordedEnvironment['variables'][number][]): RecordedEnvironment => ({
  interpreters: [],
  packages: [],
  lock_files: [],
  variables,
  salt: 'salt',
  system: {},
})
const digest = (value: string): string => createHmac('sha256', 'salt').update(value).digest('hex')

describe('the variables of a repeat', () => {
  it('are those of the original where they are known, its folder in its new place', () => {
    const { variables } = planVariables(
      recorded({ name: 'OMP_NUM_THREADS', value: '1' }, { name: 'PYTHONPATH', value: '/home/u/project/lib' }),
      { OMP_NUM_THREADS: '8' },
      relocation,
    )
    expect(variables).toEqual({ OMP_NUM_THREADS: '1', PYTHONPATH: '/tmp/place/code/lib' })
  })
  it('are those of this machine for what is a matter of the machine, and none that the original had not', () => {
    const env = { PATH: '/bin', HOME: '/root', DEBUG_LEVEL: '3', MLFLOW_RUN_ID: 'x', REPRISE_RUN_ID: 'x' }
    expect(planVariables(recorded({ name: 'LANG', value: 'C' }, { name: 'PATH', value: '/other' }), env, relocation).variables).toEqual({
      PATH: '/bin',
      HOME: '/root',
      LANG: 'C',
    })
  })
  it('of which only a digest is known are taken from here, and said to be other where they are', () => {
    const env = { SAME: 'a', OTHER: 'b' }
    const found = planVariables(
      recorded({ name: 'SAME', digest: digest('a') }, { name: 'OTHER', digest: digest('c') }, { name: 'GONE', digest: digest('d') }),
      env,
      relocation,
    )
    expect(found.variables).toEqual(env)
    expect(found.differences).toMatchObject([{ kind: 'environment', subject: 'OTHER' }])
    expect(found.notes).toEqual(['GONE was set in the original; its value is not recorded'])
  })
  it('with a secret in them are not passed on as they stand in the record', () => {
    expect(planVariables(recorded({ name: 'PIP_INDEX_NAME', value: 'x[secret:TOKEN]' }), {}, relocation).variables).toEqual({})
  })
})
