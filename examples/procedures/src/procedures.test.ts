import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configure, createTracker, type RecordedRun } from '@reprise/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryRuns, questions, runSamples } from './index.ts'

// A real store without a server: what is logged goes into a folder.
const folder = mkdtempSync(join(tmpdir(), 'procedures-test-'))
const options = { trackingUri: join(folder, 'runs'), spool: join(folder, 'spool'), experimentName: 'procedures' }
const lines: string[] = []
beforeAll(async () => {
  configure(options)
  await runSamples(folder, (line) => lines.push(line))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function onlyRun(filter: string): Promise<RecordedRun> {
  const runs = await queryRuns(filter)
  expect(runs).toHaveLength(1)
  return runs[0]!
}

async function readArtifact(run: RecordedRun, path: string): Promise<Buffer> {
  const stream = await createTracker(options).client.downloadArtifact(run.artifactUri!, path)
  return Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

describe('the procedures', () => {
  it('do their work, and fail as they would without tracking', () => {
    expect(lines).toEqual([
      expect.stringMatching(/^close-issue 123: merged as [0-9a-f]{8}$/),
      'close-issue 124: failed: issue-124 does not merge: conflicts in greeting.txt',
      'extract-best-frame clip.y4m: frame 5 is the sharpest',
      'extract-best-frame broken.y4m: failed: the video is cut off after 0 frames',
    ])
    const log = execFileSync('git', ['log', '--format=%s', '-1'], { cwd: join(folder, 'project'), encoding: 'utf8' })
    expect(log.trim()).toBe('Close #123: Say goodbye')
  })

  it('leave a run with params, metrics and artifacts', async () => {
    const run = await onlyRun("params.issue_number = '123'")
    expect(run).toMatchObject({ name: 'close-issue', status: 'FINISHED' })
    expect(run.params).toEqual({ procedure_name: 'close-issue', issue_number: '123', title: 'Say goodbye', file_paths: '["farewell.txt"]' })
    expect(run.metrics).toEqual({ success: 1, steps_completed: 3, duration_seconds: expect.any(Number) })
    expect((await readArtifact(run, 'changes.diff')).toString()).toContain('+goodbye')
    expect((await readArtifact(run, 'pr_description.md')).toString()).toContain('Closes #123.')
  })

  it('leave a failed run with the error', async () => {
    const run = await onlyRun("params.issue_number = '124'")
    expect(run).toMatchObject({ status: 'FAILED', metrics: { success: 0, steps_completed: 2 } })
    expect(run.tags).toMatchObject({ error_type: 'Error', error_message: 'issue-124 does not merge: conflicts in greeting.txt' })
  })

  it('leave the frame they extracted', async () => {
    const run = await onlyRun("params.procedure_name = 'extract-best-frame' AND metrics.success = 1")
    expect(run.metrics).toMatchObject({ frames_analyzed: 9, best_frame_index: 5 })
    const png = await readArtifact(run, 'best_frame.png')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([64, 48])
  })

  it('are found by the questions that come up again and again', async () => {
    const counts = await Promise.all(questions.map(async ([, filter]) => (await queryRuns(filter)).length))
    expect(counts).toEqual([2, 2, 0, 2, 1, 1])
  })
})
