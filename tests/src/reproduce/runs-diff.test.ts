import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commit, git } from './corpus/lab.ts'
import { openPlace, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

interface Told {
  readonly code: readonly { readonly path: string; readonly kind: string; readonly patch?: string }[]
}

async function diff(a: string, b: string): Promise<{ text: string } & Told> {
  const [text, json] = [await place.reprise(['runs', 'diff', a, b]), await place.reprise(['runs', 'diff', a, b, '--json'])]
  return { ...(JSON.parse(json.stdout) as Told), text: text.stdout }
}

it('shows the code that differs as patches, without secrets and without what the runs wrote', async () => {
  const work = await place.makeWork({
    'train.py': "import model\nopen('result.txt', 'w').write(str(model.K))\n",
    'model.py': 'K = 1\n',
    'weights.bin': new Uint8Array([0, 1, 2]),
  })
  await git(work, 'init', '--quiet')
  await commit(work)
  const a = await place.run(work, ['python3', 'train.py'])
  await writeFile(join(work, 'model.py'), "K = 2\nPASSWORD = 'hunter2hunter2'\n")
  await writeFile(join(work, 'added.py'), 'pass\n')
  await writeFile(join(work, 'weights.bin'), new Uint8Array([0, 1, 3]))
  const b = await place.run(work, ['python3', 'train.py'])
  const found = await diff(a, b)
  expect(found.code.map(({ path }) => path)).toEqual(['added.py', 'model.py', 'weights.bin'])
  expect(found.code[1]).toMatchObject({ kind: 'code', patch: expect.stringContaining('-K = 1\n+K = 2\n') as string })
  expect(found.code[2]).not.toHaveProperty('patch')
  expect(found.text).toMatch(/^code +model\.py +2 lines added, 1 removed$/m)
  expect(found.text).toMatch(/^code +weights\.bin +other bytes$/m)
  expect(found.text).toMatch(/^ {2}-K = 1\n {2}\+K = 2$/m)
  expect(JSON.stringify(found)).not.toContain('hunter2hunter2')
  expect((await diff(a, a)).code).toEqual([])
})

it('shows them outside of git, too', async () => {
  const work = await place.makeWork({ 'train.py': "import model\nopen('result.txt', 'w').write(str(model.K))\n", 'model.py': 'K = 1\n' })
  const a = await place.run(work, ['python3', 'train.py'])
  await writeFile(join(work, 'model.py'), 'K = 2\n')
  const { code, text } = await diff(a, await place.run(work, ['python3', 'train.py']))
  expect(code).toMatchObject([{ path: 'model.py', patch: expect.stringContaining('-K = 1\n+K = 2\n') as string }])
  expect(text.match(/model\.py {2}/g)).toHaveLength(1)
})
