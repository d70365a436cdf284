import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { configure, createTracker, type RecordedRun } from '@reprise/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTracking, closeIssue, extractBestFrame, queryRuns, questions, runSamples } from './index.ts'
import { makeSampleVideos } from './samples/sample-video.ts'

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

const { client } = createTracker(options)

async function readArtifact(run: RecordedRun, path: string): Promise<Buffer> {
  const stream = await client.downloadArtifact(run.artifactUri!, path)
  return Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

async function readSeries({ id }: RecordedRun, key: string): Promise<number[]> {
  const { metrics } = await client.getMetricHistory({ run_id: id, metric_key: key })
  expect(metrics.map(({ step }) => Number(step))).toEqual(metrics.map((_, index) => index))
  return metrics.map(({ value }) => value)
}

describe('the procedures', () => {
  it('do their work, and fail as they would without tracking', () => {
    const at = (name: string): string => join(folder, name)
    expect(lines).toEqual([
      expect.stringMatching(/^close-issue 123: merged as [0-9a-f]{8}$/),
      'close-issue 124: failed: issue-124 does not merge: conflicts in greeting.txt',
      'close-issue 125: failed: nothing of the solution of #125 is new',
      'extract-best-frame clip.mp4: frame 15 is the best of 24',
      expect.stringMatching(/^extract-best-frame cut-off\.mp4: failed: .*cut-off\.mp4 is cut off or damaged after \d+ frames$/),
      `extract-best-frame sound.wav: failed: ${at('sound.wav')} has no pictures`,
      `extract-best-frame notes.mp4: failed: ${at('notes.mp4')} is not a video`,
      `extract-best-frame missing.mp4: failed: there is no file ${at('missing.mp4')}`,
      expect.stringMatching(/^extract-best-frame clip\.mp4 without ffmpeg: failed: ffmpeg can not be started: .*ENOENT$/),
    ])
    const log = execFileSync('git', ['log', '--format=%s', '-1'], { cwd: join(folder, 'project'), encoding: 'utf8' })
    expect(log.trim()).toBe('Close #123: Say goodbye')
  })

  it('leave a run with params, metrics and artifacts', async () => {
    const run = await onlyRun("params.issue_number = '123'")
    expect(run).toMatchObject({ name: 'close-issue', status: 'FINISHED' })
    expect(run.params).toEqual({
      procedure_name: 'close-issue',
      issue_number: '123',
      title: 'Say goodbye',
      file_paths: '["farewell.txt"]',
      context: 'Guests left without a word.',
    })
    expect(run.metrics).toEqual({
      success: 1,
      steps_completed: 4,
      files_changed: 1,
      lines_added: 1,
      lines_removed: 0,
      duration_seconds: expect.any(Number),
    })
    expect(await readSeries({ ...run }, 'success')).toEqual([1])
    expect((await readArtifact(run, 'changes.diff')).toString()).toContain('+goodbye')
    expect((await readArtifact(run, 'pr_description.md')).toString()).toMatch(/Closes #123\.\n\nGuests left without a word\./)
  })

  it('leave a failed run with the error, the steps that were done and what was to be merged', async () => {
    const run = await onlyRun("params.issue_number = '124'")
    expect(run).toMatchObject({ status: 'FAILED', metrics: { success: 0, steps_completed: 3 }, tags: { last_step: 'describe' } })
    expect(run.tags).toMatchObject({ error_type: 'Error', error_message: 'issue-124 does not merge: conflicts in greeting.txt' })
    expect((await readArtifact(run, 'changes.diff')).toString()).toContain('+HELLO')
    const empty = await onlyRun("params.issue_number = '125'")
    expect(empty).toMatchObject({ status: 'FAILED', metrics: { success: 0, steps_completed: 1 }, tags: { last_step: 'create-branch' } })
  })

  it('leave the frame they extracted, and how each frame was scored', async () => {
    const run = await onlyRun("params.procedure_name = 'extract-best-frame' AND metrics.success = 1")
    expect(run.metrics).toMatchObject({ frames_analyzed: 24, best_frame_index: 15, steps_completed: 3 })
    const [sharpness, exposure, scores] = await Promise.all(['sharpness', 'exposure', 'frame_score'].map((key) => readSeries(run, key)))
    expect([sharpness?.length, exposure?.length, scores?.length]).toEqual([24, 24, 24])
    expect(Math.max(...(scores ?? []))).toBe(run.metrics['best_score'])
    expect([sharpness?.[15], exposure?.[15]]).toEqual([run.metrics['best_sharpness'], run.metrics['best_exposure']])
    // Out of focus, too dark, too bright.
    expect(sharpness?.[0]).toBeLessThan((sharpness?.[15] ?? 0) / 5)
    for (const frame of [11, 18]) expect(exposure?.[frame]).toBeLessThan((exposure?.[15] ?? 0) / 2)
    const png = await readArtifact(run, 'best_frame.png')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([320, 180])
    expect(png[25], 'in colour').toBe(2)
    expect(inflateSync(dataOf(png))).toHaveLength(180 * (1 + 3 * 320))
  })

  it('leave how far they came with a video that is spoiled, and what is wrong with it', async () => {
    const failures = await queryRuns('params.procedure_name = "extract-best-frame" AND metrics.success = 0')
    const told = failures.map(({ tags, metrics, params }) => [
      params['video_path']?.split('/').at(-1),
      tags['error_type'],
      metrics['steps_completed'],
      (metrics['frames_analyzed'] ?? 0) > 0,
    ])
    expect(told.toReversed()).toEqual([
      ['cut-off.mp4', 'DamagedVideo', 1, true],
      ['sound.wav', 'NoFrames', 0, false],
      ['notes.mp4', 'NotAVideo', 0, false],
      ['missing.mp4', 'NoSuchVideo', 0, false],
      ['clip.mp4', 'NoDecoder', 0, false],
    ])
    const [cutOff] = failures.slice(-1)
    expect(await readSeries(cutOff!, 'sharpness')).toHaveLength(cutOff!.metrics['frames_analyzed'] ?? 0)
  })

  it('are found by the questions that come up again and again', async () => {
    const counts = await Promise.all(questions.map(async ([, filter]) => (await queryRuns(filter)).length))
    expect(counts).toEqual([2, 7, 0, 0, 3, 1, 1, 5])
  })

  it('are what they are without tracking', async () => {
    const { clip } = await makeSampleVideos(folder)
    expect(await extractBestFrame(clip)).toMatchObject({ index: 15, frames: 24 })
    await expect(extractBestFrame(folder)).rejects.toThrow(`${folder} is a folder`)
    const repository = join(folder, 'project')
    execFileSync('git', ['mv', 'farewell.txt', 'bye.txt'], { cwd: repository })
    const issue = { repository, issueNumber: 126, title: 'More', files: { 'x.txt': 'x\n' } }
    await expect(closeIssue(issue)).rejects.toThrow('changes that are not committed')
    await expect(closeIssue({ ...issue, repository: join(folder, 'spool', '..', '..') })).rejects.toThrow('not a git repository')
  })
})

describe('the four steps', () => {
  it('say that there is no server to look at where runs go to a folder', async () => {
    const told: string[] = []
    expect(await checkTracking('metrics.success = 1', (line) => told.push(line))).toBe(0)
    expect(told.filter((line) => /^\d\. /.test(line.trim()))).toHaveLength(4)
    expect(told.join('\n')).toContain('runs (metrics.success = 1): 4')
    expect(told.at(-2)).toMatch(/there is no server to look at/)
  })

  it('fail where there is no tracking, and try each all the same', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('nothing here'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    configure({
      ...options,
      trackingUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      onProblem: () => undefined,
      retries: 0,
    })
    try {
      const told: string[] = []
      expect(await checkTracking(undefined, (line) => told.push(line))).toBe(3)
      expect(told).toContain('extract-best-frame clip.mp4: frame 15 is the best of 24')
    } finally {
      server.close()
      configure(options)
    }
  })
})

/** The compressed pixels of a PNG file. */
function dataOf(png: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return Buffer.concat(parts)
}
