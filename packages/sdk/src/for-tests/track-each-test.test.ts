import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { searchRuns, startRun, withRun } from '../default-tracker.ts'
import { activeRun } from '../runs/scope.ts'
import { trackEachTest } from './track-each-test.ts'

const seen: string[] = []
// Hooks run after a test in the opposite order of their registration: these see what the others leave behind.
afterEach(() => expect(seen.filter((folder) => existsSync(folder))).toEqual([]))
const tracking = trackEachTest({ beforeEach, afterEach }, { experimentName: 'tests' })

describe('a store for each test', () => {
  it.each(['first', 'second', 'third'])('holds the runs of the %s test alone', async (name) => {
    seen.push(tracking.uri)
    await withRun({ name }, () => withRun({ name: `inside ${name}` }, (run) => run.logText('x', 'x.txt')))
    const runs = await searchRuns().toArray()
    expect(new Set(runs.map((run) => run.name))).toEqual(new Set([name, `inside ${name}`]))
    expect(existsSync(tracking.uri)).toBe(true)
  })

  it('takes a run that is left open with it', async () => {
    seen.push(tracking.uri)
    const run = await startRun({ name: 'left open' })
    run.logMetric('m', 1)
  })

  it('knows nothing of the run that was left open', async () => {
    expect(activeRun()).toBeUndefined()
    expect(await searchRuns().toArray()).toEqual([])
    await new Promise((resolve) => setTimeout(resolve, 700))
  })

  it('has folders of its own, and there is none outside of a test', async () => {
    expect(new Set(seen).size).toBe(4)
    const left = seen.map((folder) => basename(dirname(folder)))
    expect(readdirSync(tmpdir()).filter((name) => left.includes(name))).toEqual([])
  })
})
