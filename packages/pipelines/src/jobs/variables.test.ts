import { expect, test } from 'vitest'
import { chooseVariables, withoutHooks } from './variables.ts'

const env = {
  PATH: '/bin',
  HOME: '/home/u',
  CUDA_HOME: '/cuda',
  SLURM_JOB_ID: '7',
  PWD: '/x',
  'BASH_FUNC_f%%': '() { :; }',
  GONE: undefined,
}

test('sends what is named, by patterns, and with * all but what belongs to this machine', () => {
  expect(chooseVariables(env, ['CUDA_*', 'GONE'])).toEqual({ CUDA_HOME: '/cuda' })
  expect(chooseVariables(env, ['*'])).toEqual({ PATH: '/bin', HOME: '/home/u', CUDA_HOME: '/cuda' })
  expect(chooseVariables(env, ['*', 'PWD'])).toHaveProperty('PWD', '/x')
  expect(chooseVariables({ AXB: '1' }, ['A.B'])).toEqual({})
})

test('leaves out what watches files here', () => {
  const hooked = {
    REPRISE_TRACE_FOLDER: '/tmp/place/logs',
    PYTHONPATH: '/tmp/place/python:/own',
    NODE_OPTIONS: '--require="/tmp/place/a b/hook.cjs" --no-warnings',
    REPRISE_RUN_ID: 'r',
  }
  expect(withoutHooks(hooked)).toEqual({ PYTHONPATH: '/own', NODE_OPTIONS: '--no-warnings', REPRISE_RUN_ID: 'r' })
  expect(withoutHooks({ ...hooked, PYTHONPATH: '/tmp/place/python', NODE_OPTIONS: '--require=/tmp/place/hook.cjs' })).toEqual({
    REPRISE_RUN_ID: 'r',
  })
})
