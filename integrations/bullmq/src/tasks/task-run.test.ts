import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { activeRun, configure, createTracker, logMetric, type RecordedRun, searchRuns, withRun } from '@reprise/sdk'
import { trackEachTest } from '@reprise/sdk/testing'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { logTaskArtifact, taskRun } from '../index.ts'

const tracking = trackEachTest({ beforeEach, afterEach })

async function findRun(name: string): Promise<RecordedRun> {
  const [run] = await searchRuns({ filter: `attributes.run_name = '${name}'` }).toArray()
  if (run === undefined) throw new Error(`There is no run ${name}.`)
  return run
}

const job = { name: 'normalise', id: '17', queueName: 'documents', timestamp: 1_700_000_000_000, attemptsStarted: 1, data: {} }

describe('taskRun', () => {
  it('is a run task::<name> with the tags, params, duration and status of the task', async () => {
    const result = await taskRun(
      'normalise',
      { job, rawDataId: 'raw-1', correlationId: 'c-1', params: { pipeline: 'normalisation' } },
      async (run) => {
        run.logMetric('turns_normalized', 12)
        logMetric('logged_without_the_run', 1)
        return 12
      },
    )
    expectTypeOf(result).toEqualTypeOf<number>()
    expect(result).toBe(12)
    expect(await findRun('task::normalise')).toMatchObject({
      status: 'FINISHED',
      params: { pipeline: 'normalisation' },
      metrics: { turns_normalized: 12, logged_without_the_run: 1, duration_seconds: expect.any(Number) },
      tags: {
        component: 'bullmq_task',
        task_name: 'normalise',
        raw_data_id: 'raw-1',
        correlation_id: 'c-1',
        bullmq_job_id: '17',
        bullmq_queue: 'documents',
        bullmq_job_added: '2023-11-14T22:13:20.000Z',
        attempt: '1',
        status: 'succeeded',
      },
    })
  })

  it('leaves out what is not known', async () => {
    await taskRun('bare', {}, () => undefined)
    const { tags } = await findRun('task::bare')
    expect(
      Object.keys(tags)
        .filter((tag) => !tag.startsWith('mlflow.'))
        .sort(),
    ).toEqual(['component', 'status', 'task_name'])
  })

  it('that fails is a failed run, and rejects with the same error', async () => {
    const failure = Object.assign(new RangeError('out of turns'), { code: 7 })
    await expect(taskRun('fails', { job }, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(await findRun('task::fails')).toMatchObject({
      status: 'FAILED',
      metrics: { duration_seconds: expect.any(Number) },
      tags: { status: 'failed', error_type: 'RangeError', error_message: 'out of turns' },
    })
    const throwText = (): never => {
      // oxlint-disable-next-line typescript/only-throw-error
      throw 'just text'
    }
    await expect(taskRun('throws-text', {}, throwText)).rejects.toBe('just text')
  })

  it('that asks its queue to come back later has not failed', async () => {
    const later = Object.assign(new Error('later'), { name: 'DelayedError' })
    await expect(taskRun('delayed', { job }, () => Promise.reject(later))).rejects.toBe(later)
    expect(await findRun('task::delayed')).toMatchObject({ status: 'FINISHED', tags: { status: 'postponed' } })
  })

  it('runs inside the run around it, which is active again afterwards, also when it fails', async () => {
    await withRun({ name: 'around' }, async (around) => {
      await taskRun('inner', {}, () => taskRun('innermost', {}, () => undefined))
      expect(activeRun()).toBe(around)
      await taskRun('failing', {}, () => Promise.reject(new Error('x'))).catch(() => undefined)
      expect(activeRun()).toBe(around)
    })
    const [around, inner, innermost] = [await findRun('around'), await findRun('task::inner'), await findRun('task::innermost')]
    expect([inner, innermost].map(({ tags }) => tags['mlflow.parentRunId'])).toEqual([around.id, inner.id])
  })

  it('hands ids and job on to tasks inside', async () => {
    await taskRun('outer', { job, rawDataId: 3, correlationId: 'c-2' }, () => taskRun('inside', {}, () => undefined))
    expect((await findRun('task::inside')).tags).toMatchObject({ raw_data_id: '3', correlation_id: 'c-2', bullmq_job_id: '17' })
  })

  it('keeps tasks that go on side by side apart', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index))
    await Promise.all(
      ids.map((id) =>
        taskRun(`side-${id}`, { job: { ...job, id }, correlationId: id }, async () => {
          await sleep(Number(id) % 5)
          logMetric('own', Number(id))
          await taskRun(`below-${id}`, {}, () => sleep(1))
        }),
      ),
    )
    for (const id of ids) {
      const [run, below] = [await findRun(`task::side-${id}`), await findRun(`task::below-${id}`)]
      expect([run.metrics['own'], run.tags['bullmq_job_id'], below.tags['correlation_id']]).toEqual([Number(id), id, id])
      expect(below.tags['mlflow.parentRunId']).toBe(run.id)
    }
  })
})

describe('files of a task', () => {
  it('are artifacts of its run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'task-artifact-'))
    writeFileSync(join(folder, 'audit.md'), '# Audit\n')
    await taskRun('export', {}, async () => expect(await logTaskArtifact(join(folder, 'audit.md'), 'exports')).toBe(true))
    rmSync(folder, { recursive: true })
    const { artifactUri = '' } = await findRun('task::export')
    const { client } = createTracker({ trackingUri: tracking.uri, spool: false })
    expect(await client.listArtifacts(artifactUri, 'exports')).toEqual([{ path: 'exports/audit.md', isFolder: false, size: 8 }])
  })

  it('that can not be read do not fail the task, and are named by its run', async () => {
    expect(await taskRun('export', {}, () => logTaskArtifact('/nowhere/audit.md'))).toBe(false)
    const run = await findRun('task::export')
    expect(run).toMatchObject({ status: 'FINISHED', tags: { status: 'succeeded' } })
    expect(run.tags['artifact_error']).toContain('/nowhere/audit.md')
  })

  it('belong inside a task', async () => {
    await expect(logTaskArtifact('x.md')).rejects.toThrow('call it inside taskRun(…)')
  })
})

describe('trouble with tracking', () => {
  it.each([
    ['there is no server', 'http://127.0.0.1:1'],
    ['the address is nonsense', 'gopher://host'],
  ])('does not reach the task: %s', async (_what, trackingUri) => {
    configure({ trackingUri, spool: false, retries: 0, endOnExit: false, onProblem: () => undefined })
    expect(await taskRun('work', { job: { ...job, attemptsStarted: 2 } }, () => 5)).toBe(5)
    const failure = new Error('its own')
    await expect(taskRun('work', { job }, () => Promise.reject(failure))).rejects.toBe(failure)
  })

  it('does not reach the task: what it is told to log can not be logged', async () => {
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    expect(await taskRun('work', { params: { circular, 'a=b': 1, good: 2 } }, () => 6)).toBe(6)
    expect((await findRun('task::work')).params).toEqual({ good: '2' })
  })
})
