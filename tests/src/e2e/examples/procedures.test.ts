import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryFolder } from '@reprise/testing'
import { describe, expect, it } from 'vitest'

const execute = promisify(execFile)

describe('npm run example -- procedures', () => {
  it('tracks successes and failures on a server, and finds them again', async () => {
    const { MLFLOW_TRACKING_URI: _uri, REPRISE_TRACKING_URI: _ours, ...env } = process.env
    const args = ['--conditions=@reprise/source', 'tools/example.ts', 'procedures']
    const { stdout } = await execute(process.execPath, args, { cwd: join(repositoryFolder), env: { ...env, REPRISE_SPOOL: 'off' } })
    for (const line of [
      'close-issue 124: failed: issue-124 does not merge: conflicts in greeting.txt',
      'successful runs (metrics.success = 1): 2',
      'failed runs (metrics.success = 0): 2',
      'runs longer than 30 seconds (metrics.duration_seconds > 30): 0',
      'close-issue runs (params.procedure_name = "close-issue"): 2',
      "runs for issue 123 (params.issue_number = '123'): 1",
      'failed video processing (params.procedure_name = "extract-best-frame" AND metrics.success = 0): 1',
    ]) {
      expect(stdout.split('\n')).toContain(line)
    }
  })
})
