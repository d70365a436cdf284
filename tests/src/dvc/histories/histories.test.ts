import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryFolder, ensurePython, pythonSets, requirePart, type TemporaryFolder } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DrivenTool, startDvc, startReprise } from '../driven/start-driven.ts'
import { found } from './found.ts'
import { odd } from './odd.ts'
import { type Difference, playDeeds, playHistory } from './play-history.ts'
import { chooseSteps, type Step } from './steps.ts'

const python = await ensurePython(pythonSets.dvc)
const part = requirePart('DVC', python)
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
    ;[dvc, reprise] = await Promise.all([
      startDvc(python.reason === undefined ? python.python : '', homes[0] ?? ''),
      startReprise(homes[1] ?? '', seed),
    ])
  })
  afterAll(async () => {
    await Promise.all([dvc[Symbol.asyncDispose](), reprise[Symbol.asyncDispose]()])
    await place[Symbol.asyncDispose]()
  })

  let played = 0
  const expectNone = async (play: (folder: string) => Promise<Difference | undefined>): Promise<void> => {
    const folder = join(place.path, String(played++))
    await mkdir(folder)
    const difference = await play(folder)
    expect(difference, difference?.deeds.map((deed) => JSON.stringify(deed)).join('\n')).toBeUndefined()
  }

  it.each(found.map(({ name, deeds }) => [name, deeds] as const))('that were found: %s', { timeout: 400_000 }, (_name, deeds) =>
    expectNone((folder) => playDeeds({ dvc, reprise }, folder, deeds)),
  )

  it.each(odd.map(({ name, deeds }) => [name, deeds] as const))('of repositories %s', { timeout: 400_000 }, (_name, deeds) =>
    expectNone((folder) => playDeeds({ dvc, reprise }, folder, deeds)),
  )

  it(`leave the same files, objects, status and exit codes with both tools (seed ${seed})`, { timeout: runs * 120_000 }, async () => {
    const play = (steps: readonly Step[]): Promise<void> => expectNone((folder) => playHistory({ dvc, reprise }, folder, steps))
    // A history is not made smaller: what was done until the first difference is told instead.
    await fc.assert(fc.asyncProperty(chooseSteps(20), play), { seed, numRuns: runs, endOnFailure: true })
  })
})
