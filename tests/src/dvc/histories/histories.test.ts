import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryFolder, ensurePython, pythonSets, requirePart, type TemporaryFolder } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DrivenTool, startDvc, startReprise } from '../driven/start-driven.ts'
import { playHistory } from './play-history.ts'
import { chooseSteps, type Step } from './steps.ts'

const found = await ensurePython(pythonSets.dvc)
const part = requirePart('DVC', found)
/** `HISTORIES=300 HISTORY_SEED=7` plays more and others; each takes some seconds. */
const runs = Number(process.env['HISTORIES'] ?? 3)
const seed = Number(process.env['HISTORY_SEED'] ?? 1)

describe.skipIf(part.missing)(`random histories of pipelines and data${part.note}`, () => {
  let place: TemporaryFolder
  let dvc: DrivenTool
  let reprise: DrivenTool
  beforeAll(async () => {
    place = await createTemporaryFolder('histories')
    const homes = ['dvc', 'reprise'].map((name) => join(place.path, `home-${name}`))
    for (const home of homes) await mkdir(home)
    const python = found.reason === undefined ? found.python : ''
    ;[dvc, reprise] = await Promise.all([startDvc(python, homes[0] ?? ''), startReprise(homes[1] ?? '')])
  })
  afterAll(async () => {
    await Promise.all([dvc[Symbol.asyncDispose](), reprise[Symbol.asyncDispose]()])
    await place[Symbol.asyncDispose]()
  })

  it(`leave the same files, objects, status and exit codes with both tools (seed ${seed})`, { timeout: runs * 120_000 }, async () => {
    let played = 0
    const play = async (steps: readonly Step[]): Promise<void> => {
      const folder = join(place.path, String(played++))
      await mkdir(folder)
      const difference = await playHistory({ dvc, reprise }, folder, steps)
      expect(difference, difference?.deeds.map((deed) => JSON.stringify(deed)).join('\n')).toBeUndefined()
    }
    // A history is not made smaller: what was done until the first difference is told instead.
    await fc.assert(fc.asyncProperty(chooseSteps(20), play), { seed, numRuns: runs, endOnFailure: true })
  })
})
