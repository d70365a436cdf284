import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commit, git } from './corpus/lab.ts'
import { openPlace, type Place } from './place.ts'
import { makeEnvironment, makeWheels } from './wheels.ts'

let place: Place
beforeAll(async () => void (place = await openPlace()))
afterAll(async () => place[Symbol.asyncDispose]())

const program = "open('out.txt', 'w').write(open('data/in.csv').read())\n"

it('says which data and code have changed since, while the recorded copies give the same result', async () => {
  const work = await place.makeWork({ 'r.py': program, 'other.py': 'A = 1\n', 'data/in.csv': '1,2\n', '.gitignore': 'data/\nout.txt\n' })
  await git(work, 'init', '--quiet')
  await commit(work)
  const id = await place.run(work, ['python3', 'r.py'])
  const same = await place.reproduce(id)
  expect(same).toMatchObject({ verdict: 'BIT_IDENTICAL', changedSince: [] })
  // The same size: the bytes tell.
  await writeFile(join(work, 'data/in.csv'), '1,3\n')
  await writeFile(join(work, 'other.py'), 'A = 2\n')
  await commit(work)
  const found = await place.reproduce(id)
  expect(found).toMatchObject({ verdict: 'BIT_IDENTICAL', kind: 'identical' })
  expect(found.changedSince?.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual([
    'code commit',
    'code other.py',
    'data data/in.csv',
  ])
  expect(found.notes).toContain('data/in.csv has changed since; the recorded copy was used')
  expect(found.notes).toContain('other.py has been edited since; the recorded code was used')
  await rm(work, { recursive: true })
  expect((await place.reproduce(id)).changedSince).toEqual([{ kind: 'code', subject: work, evidence: 'is no longer there' }])
})

it('says it outside of git, and of files outside of the folder, and leaves out what the run itself wrote', async () => {
  const outside = join(place.folder, 'shared.txt')
  await writeFile(outside, 'shared')
  const work = await place.makeWork({ 'r.py': `open('log.txt', 'a').write(open('${outside}').read())\n`, 'log.txt': 'before\n' })
  const id = await place.run(work, ['python3', 'r.py'])
  await writeFile(outside, 'other text')
  await writeFile(join(work, 'r.py'), '# nothing\n')
  const found = await place.reproduce(id)
  expect(found.changedSince?.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual(['code r.py', `data ${outside}`])
})

it('says which packages of the original environment have changed since', async () => {
  const wheels = await makeWheels(join(place.folder, 'wheels'))
  const python = await makeEnvironment(join(place.folder, 'home'))
  await wheels.install(python, 'planted==1.0', 'innocent==1.0')
  const work = await place.makeWork({ 'm.py': "import planted\nopen('o.txt', 'w').write(str(planted.VALUE))\n" })
  const id = await place.run(work, [python, 'm.py'])
  await wheels.install(python, 'planted==2.0', 'innocent==2.0')
  const found = await place.reproduce(id, [], { env: wheels.env })
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  expect(found.changedSince?.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(['package planted'])
})
