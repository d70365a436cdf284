import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configure } from '../default-tracker.ts'
import type { TrackerOptions } from '../settings.ts'

/** Of vitest, Jest, Mocha or node:test: they are alike in what is used here. */
export interface TestHooks {
  readonly beforeEach: (act: () => Promise<void>) => unknown
  readonly afterEach: (act: () => Promise<void>) => unknown
}

export interface TestTracking {
  /** The folder that the present test is tracked in, a `trackingUri`. Throws outside of a test. */
  readonly uri: string
}

/**
 * Gives each test a store of its own: the functions of this package log to an empty folder, without a server and without a spool, which is removed
 * after the test, whatever became of it. Then the settings are those of the environment again.
 *
 *     import { afterEach, beforeEach, expect, it } from 'vitest'
 *     trackEachTest({ beforeEach, afterEach })
 *     it('tracks', async () => {
 *       await train()
 *       expect(await searchRuns().toArray()).toHaveLength(1)
 *     })
 *
 * Needs `@reprise/storage` and `@reprise/objects`, as every folder does. What tests that run side by side in one process log gets mixed up.
 */
export function trackEachTest({ beforeEach, afterEach }: TestHooks, options: Omit<TrackerOptions, 'trackingUri'> = {}): TestTracking {
  let folder: string | undefined
  beforeEach(async () => {
    folder = makeFolder()
    // A run that a test leaves open must not come back when the process ends; what a run has logged must be there once it has ended.
    configure({ spool: false, endOnExit: false, flushTimeout: 60_000, ...options, trackingUri: uriIn(folder) })
  })
  afterEach(async () => {
    configure({})
    if (folder !== undefined) await rm(folder, removal)
    folder = undefined
  })
  return {
    get uri() {
      if (folder === undefined) throw new Error('There is a tracking folder only while a test runs.')
      return uriIn(folder)
    },
  }
}

/** The store may still be open: where open files can not be removed, it is tried again. */
const removal = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 } as const

/** What a test has not waited for may be written after it, and make its folder anew. */
const made: string[] = []

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-test-'))
  if (made.length === 0) process.once('exit', () => made.forEach((path) => rmSync(path, { recursive: true, force: true })))
  made.push(folder)
  return folder
}

function uriIn(folder: string): string {
  return join(folder, 'runs')
}
