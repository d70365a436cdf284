import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planPaths, withinMounts } from './paths.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paths-'))
  await writeFile(join(folder, 'changed.csv'), 'other')
})
afterAll(() => rm(folder, { recursive: true }))

/** Where nothing can be mounted: there is no unshare on an empty PATH. */
const plan = (original: string, argv: string[], isBeside = false) =>
  planPaths([{ original, copy: '/copy/a.csv', isBeside }], {
    argv,
    variables: { DATA: `${original}.bak` },
    env: { PATH: '' },
    folder,
    originalFolder: folder,
  })

describe('an input outside of the tree that is not what it was, where nothing can be mounted', () => {
  it('is named by its copy where the command names it, and only there', async () => {
    const original = join(folder, 'changed.csv')
    const { argv, variables, notes } = await plan(original, ['cat', original, `--in=${original}`, `${original}.gz`])
    expect(argv).toEqual(['cat', '/copy/a.csv', '--in=/copy/a.csv', `${original}.gz`])
    expect(variables).toEqual({ DATA: `${original}.bak` })
    expect(notes).toHaveLength(1)
  })
  it('that the program names itself is never used in the place of the recorded one', async () => {
    await expect(plan(join(folder, 'changed.csv'), ['python3', 'a.py'])).rejects.toMatchObject({
      kind: 'path',
      causes: [{ kind: 'data', status: 'confirmed' }],
    })
    await expect(plan(join(folder, 'gone.csv'), ['python3', 'a.py'])).rejects.toMatchObject({ kind: 'path' })
  })
  it('is found by its relative path when its copy lies beside the code', async () => {
    expect((await plan(join(folder, 'changed.csv'), ['cat', './changed.csv'], true)).argv).toEqual(['cat', './changed.csv'])
    expect((await plan(join(folder, 'gone.csv'), ['python3', 'a.py'], true)).argv).toEqual(['python3', 'a.py'])
    await expect(plan(join(folder, 'changed.csv'), ['python3', 'a.py'], true)).rejects.toMatchObject({ kind: 'path' })
  })
})

it('without mounts a command is run as it is', () => expect(withinMounts([])).toEqual([]))
