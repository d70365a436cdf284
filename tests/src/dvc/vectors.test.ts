import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, repositoryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Case } from './case.ts'
import { playCase } from './play-case.ts'
import { createTool } from './tool.ts'

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8')) as { cases: Case[] }
/** `VECTOR_TOOL=.../dvc` plays all cases with the real program, by hand: it takes some fifteen minutes. */
const given = process.env['VECTOR_TOOL']?.split(' ')
const fromSource = [process.execPath, '--conditions=@reprise/source', join(repositoryFolder, 'apps/cli/src/main.ts')]
const tool = createTool(given ?? fromSource, process.env)

describe('what dvc was seen to do is done by reprise', () => {
  let place: TemporaryFolder
  beforeAll(async () => {
    place = await createTemporaryFolder()
  })
  afterAll(() => place[Symbol.asyncDispose]())

  it.each(cases.map((recorded) => [recorded.name, recorded] as const))('%s', (_name, recorded) => playCase(recorded, tool, place.path))
})
