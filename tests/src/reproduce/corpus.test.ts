import { ensurePython, findOtherPython, pythonSets, requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from './corpus/case.ts'
import { cannotCases } from './corpus/cases/cannot.ts'
import { environmentCases, interpreterCases } from './corpus/cases/environment.ts'
import { noiseCases } from './corpus/cases/noise.ts'
import { programCases } from './corpus/cases/programs.ts'
import { restoredCases } from './corpus/cases/restored.ts'
import { toleranceCases } from './corpus/cases/tolerance.ts'
import { createLab, type Lab } from './corpus/lab.ts'
import { openPlace } from './place.ts'

const found = await ensurePython(pythonSets.science)
const science = requirePart('science', found)
const other = await findOtherPython()
const second = requirePart('a second Python', other)

describe.skipIf(science.missing)(`the corpus${science.note}`, () => {
  let lab: Lab
  beforeAll(async () => {
    lab = createLab(await openPlace(), {
      science: 'python' in found ? found.python : '',
      otherPython: 'python' in other ? other.python : '',
    })
  })
  afterAll(async () => lab.place[Symbol.asyncDispose]())

  describe('programs', () => judge(programCases))
  describe('what is kept', () => judge(restoredCases))
  describe('what is the same in other bytes', () => judge(toleranceCases))
  describe('what runs differ by', () => judge(environmentCases))
  describe.skipIf(second.missing)(`what runs differ by${second.note}`, () => judge(interpreterCases))
  describe('what differs each time', () => judge(noiseCases))
  describe('what can not be repeated', () => judge(cannotCases))

  function judge(cases: readonly Case[]): void {
    it.each(cases)('$name', async ({ plant, expected: { verdict, kind, cause, subject = /(?:)/ } }) => {
      const { run, args, ...surroundings } = await plant(lab)
      const reproduced = await lab.place.reproduce(run, args, surroundings)
      const [first] = reproduced.causes
      const said = JSON.stringify({ why: reproduced.why, items: reproduced.items, causes: reproduced.causes }, undefined, 1)
      expect({ verdict: reproduced.verdict, kind: reproduced.kind }, said).toEqual({ verdict, kind })
      expect(cause === undefined ? undefined : first?.kind, said).toBe(cause)
      if (cause !== undefined) expect(first?.subject, said).toMatch(subject)
    })
  }
})
