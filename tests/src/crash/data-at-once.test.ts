import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { reprise, type Ended } from '../e2e/reprise.ts'
import { assertTidy, assertWhole } from './data/assert-whole.ts'
import { dvcPart, runDvc } from './data/run-dvc.ts'
import { describe as tell, listFiles, makePlace, type Place } from './data/place.ts'

const ours = (place: Place, ...args: readonly string[]): Promise<Ended> =>
  reprise([...args, '--wait-for-lock'], { cwd: place.folder, env: place.env })

const theirs = (place: Place, ...args: readonly string[]): Promise<Ended> => runDvc(place, '--wait-for-lock', ...args)

async function expectAllWell(running: readonly Promise<Ended>[]): Promise<void> {
  const ended = await Promise.all(running)
  expect(
    ended.map(({ code }) => code),
    ended.map(tell).join('\n'),
  ).toEqual(ended.map(() => 0))
}

function writeFolder(place: Place, name: string, text: string): void {
  for (let index = 0; index < 40; index++) place.write(`${name}/${index}`, `${text} ${index} `.repeat(1_000))
}

async function expectClean(place: Place): Promise<void> {
  expect(await place.run('status')).toContain('Data and pipelines are up to date.')
  assertWhole(place)
  assertTidy(place)
}

const pipeline = `stages:
  a:
    cmd: echo a >> ran; sleep 0.3; cp in a
    deps: [in]
    outs: [a]
  b:
    cmd: echo b >> ran; sleep 0.3; cp a b
    deps: [a]
    outs: [b]
  c:
    cmd: echo c >> ran; sleep 0.3; cp in c
    deps: [in]
    outs: [c]
`

describe('commands on one project at once', () => {
  it('add what each was to add, and lose no line of .gitignore', { timeout: 400_000 }, async () => {
    await using temporary = await createTemporaryFolder('data-at-once')
    const place = await makePlace(temporary.path)
    for (const name of ['one', 'two', 'three']) writeFolder(place, name, name)
    await expectAllWell(['one', 'two', 'three'].map((name) => ours(place, 'add', name)))
    expect(readFileSync(join(place.folder, '.gitignore'), 'utf8').split('\n').filter(Boolean).toSorted()).toEqual([
      '/one',
      '/three',
      '/two',
    ])
    await expectClean(place)
    await expectAllWell([ours(place, 'push'), ours(place, 'push'), ours(place, 'status', '--cloud')])
    expect(await place.run('status', '--cloud')).toContain('in sync')
    await expectClean(place)
  })

  it('run each stage that has to run, and record it once', { timeout: 400_000 }, async () => {
    await using temporary = await createTemporaryFolder('data-at-once')
    const place = await makePlace(temporary.path)
    writeFileSync(join(place.folder, 'dvc.yaml'), pipeline)
    place.write('in', 'in')
    const ended = await Promise.all([ours(place, 'repro', '--jobs', '2'), ours(place, 'repro', '--jobs', '2'), ours(place, 'repro')])
    // Who finds a stage in another's hands says so; it is not run twice at once.
    for (const one of ended)
      if (one.code !== 0) expect(tell(one)).toMatch(/is busy, it is being blocked by:\n {2}\(PID \d+\): reprise repro/)
    expect(ended.some(({ code }) => code === 0)).toBe(true)
    await place.run('repro')
    const lock = readFileSync(join(place.folder, 'dvc.lock'), 'utf8')
    expect([...lock.matchAll(/^ {2}([abc]):/gm)].map(([, name]) => String(name)).toSorted()).toEqual(['a', 'b', 'c'])
    await expectClean(place)
  })

  it('is told who has the project, when it is not to be waited for', { timeout: 400_000 }, async () => {
    await using temporary = await createTemporaryFolder('data-at-once')
    const place = await makePlace(temporary.path)
    writeFileSync(
      join(place.folder, 'dvc.yaml'),
      'stages:\n  s:\n    cmd: touch begun; while [ ! -e end ]; do sleep 0.05; done; echo o > o\n    outs: [o]\n',
    )
    const running = ours(place, 'repro')
    while (!existsSync(join(place.folder, 'begun'))) await new Promise((resolve) => setTimeout(resolve, 20))
    const second = await reprise(['repro', '--force'], { cwd: place.folder, env: place.env })
    writeFileSync(join(place.folder, 'end'), '')
    expect(second).toMatchObject({ code: 255, stderr: expect.stringMatching(/'o' is busy|o' is busy, it is being blocked by:/) })
    await expectAllWell([running])
    await expectClean(place)
  })

  it('of several projects with one cache take the same data in', { timeout: 400_000 }, async () => {
    await using temporary = await createTemporaryFolder('data-at-once')
    const places: Place[] = []
    for (const name of ['one', 'two', 'three']) {
      mkdirSync(join(temporary.path, name))
      const place = await makePlace(join(temporary.path, name))
      await place.run('cache', 'dir', '../../cache')
      writeFolder(place, 'data', 'the same')
      place.write('large.bin', new Uint8Array(3_000_000).fill(1))
      places.push(place)
    }
    await expectAllWell(places.map((place) => ours(place, 'add', 'data', 'large.bin')))
    const shared = join(temporary.path, 'cache/files/md5')
    expect(listFiles(shared).filter((path) => /^[0-9a-f]{2}\//.test(path))).toHaveLength(42)
    expect(listFiles(join(shared, '.unfinished'))).toEqual([])
    for (const place of places) expect(await place.run('status')).toContain('up to date')
  })

  it.skipIf(dvcPart.missing)(`of both tools wait for each other${dvcPart.note}`, { timeout: 600_000 }, async () => {
    await using temporary = await createTemporaryFolder('data-at-once')
    const place = await makePlace(temporary.path)
    for (const name of ['one', 'two', 'three', 'four']) writeFolder(place, name, name)
    await expectAllWell([ours(place, 'add', 'one'), theirs(place, 'add', 'two'), ours(place, 'add', 'three'), theirs(place, 'add', 'four')])
    expect(readFileSync(join(place.folder, '.gitignore'), 'utf8').split('\n').filter(Boolean)).toHaveLength(4)
    await expectClean(place)
    writeFileSync(join(place.folder, 'dvc.yaml'), pipeline)
    place.write('in', 'in')
    await expectAllWell([ours(place, 'repro', 'c'), theirs(place, 'repro', 'b')])
    const lock = readFileSync(join(place.folder, 'dvc.lock'), 'utf8')
    expect([...lock.matchAll(/^ {2}([abc]):/gm)].map(([, name]) => String(name)).toSorted()).toEqual(['a', 'b', 'c'])
    await expectAllWell([ours(place, 'push'), theirs(place, 'push')])
    await expectClean(place)
    expect(await theirs(place, 'status')).toMatchObject({ code: 0, stdout: expect.stringContaining('up to date') })
  })
})
