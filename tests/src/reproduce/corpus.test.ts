import { spawnSync } from 'node:child_process'
import { ensurePython, findOtherPython, findProgram, pythonSets, requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from './corpus/case.ts'
import { cannotCases } from './corpus/cases/cannot.ts'
import { environmentCases } from './corpus/cases/environment.ts'
import { fileCases } from './corpus/cases/files.ts'
import { loggingCases } from './corpus/cases/logging.ts'
import { lookCases } from './corpus/cases/looks.ts'
import { machineCases, mounting } from './corpus/cases/machines.ts'
import { noiseCases } from './corpus/cases/noise.ts'
import { programCases } from './corpus/cases/programs.ts'
import { restoredCases } from './corpus/cases/restored.ts'
import { toleranceCases } from './corpus/cases/tolerance.ts'
import { createLab, type Lab } from './corpus/lab.ts'
import { openPlace } from './place.ts'

const found = await ensurePython(pythonSets.science)
const science = requirePart('science', found)
const client = await ensurePython(pythonSets['mlflow-3-skinny'])
const other = await findOtherPython()
const [unshare = '', ...words] = mounting('mount --bind /dev/null /dev/null')
const namespace = spawnSync(unshare, [...words, 'true']).status === 0 ? {} : { reason: 'unshare -Urm may not mount' }
const parts = {
  cc: requirePart('cc', await findProgram('cc')),
  taskset: requirePart('taskset', await findProgram('taskset')),
  uv: requirePart('uv', await findProgram('uv')),
  'a mount namespace': requirePart('a mount namespace', namespace),
  'a mount namespace and a second Python': requirePart('a mount namespace and a second Python', { ...other, ...namespace }),
  'a second Python': requirePart('a second Python', other),
  mlflow: requirePart('mlflow', client),
}

const groups: readonly { readonly name: string; readonly cases: readonly Case[] }[] = [
  { name: 'programs', cases: programCases },
  { name: 'what is kept', cases: restoredCases },
  { name: 'what is not read', cases: fileCases },
  { name: 'what is the same in other bytes', cases: toleranceCases },
  { name: 'what runs differ by', cases: environmentCases },
  { name: 'other machines and packages', cases: machineCases },
  { name: 'what differs each time', cases: noiseCases },
  { name: 'what looks like something else', cases: lookCases },
  { name: 'what logs with mlflow', cases: loggingCases },
  { name: 'what can not be repeated', cases: cannotCases },
]

describe.skipIf(science.missing)(`the corpus${science.note}`, () => {
  let lab: Lab
  beforeAll(async () => {
    lab = createLab(await openPlace(), {
      science: 'python' in found ? found.python : '',
      mlflow: 'python' in client ? client.python : '',
      otherPython: 'python' in other ? other.python : '',
    })
  })
  afterAll(async () => lab.place[Symbol.asyncDispose]())

  describe.each(groups)('$name', ({ cases }) => {
    for (const { name, needs, plant, expected } of cases) {
      const part = needs === undefined ? { missing: false, note: '' } : parts[needs]
      it.skipIf(part.missing)(`${name}${part.note}`, async () => {
        const { run, args, ...surroundings } = await plant(lab)
        const { verdict, kind, why, items, causes } = await lab.place.reproduce(run, args, surroundings)
        const said = JSON.stringify({ why, items, causes }, undefined, 1)
        expect({ verdict, kind }, said).toEqual({ verdict: expected.verdict, kind: expected.kind })
        expect(expected.cause === undefined ? undefined : causes[0]?.kind, said).toBe(expected.cause)
        if (expected.subject !== undefined) expect(causes[0]?.subject, said).toMatch(expected.subject)
      })
    }
  })
})
