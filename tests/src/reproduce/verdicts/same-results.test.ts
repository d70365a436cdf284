import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place, rungsOf } from '../place.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

describe('the same results', () => {
  it('are BIT_IDENTICAL after the original folder is gone, and the verdict is found by a search', async () => {
    const work = await place.makeWork({
      'train.py': `
import json
from helper import scale
rows = [float(line) for line in open('data/numbers.txt')]
total = sum(scale(row) for row in rows)
open('result.json', 'w').write(json.dumps({'total': total}))
print('done')
`,
      'helper.py': 'def scale(x):\n    return x * 0.1\n',
      'data/numbers.txt': '1.5\n2.25\n0.1\n',
    })
    const id = await place.run(work, ['python3', 'train.py'])
    await forget(work)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, run: id, verdict: 'BIT_IDENTICAL', kind: 'identical', causes: [], repeats: [] })
    expect(rungsOf(found)).toMatchObject({ 'result.json': 'identical', 'exit code': 'identical' })
    expect(found.reproduction).toMatch(/^[\da-f]{32}$/)
    expect(found.stderr).toMatch(/restoring code …[\s\S]*environment …[\s\S]*running …[\s\S]*comparing …/)

    const client = createClient({ url: place.server.url })
    const { run: original } = await client.getRun({ run_id: id })
    const search = (filter: string) => client.searchRuns({ experiment_ids: [original.info.experiment_id], filter })
    const { runs } = await search("attributes.verdict = 'BIT_IDENTICAL' AND tags.`reprise.verdict.kind` = 'identical'")
    expect(runs.map(({ info }) => info.run_id)).toEqual([id])
    expect((await place.reprise(['runs', 'search', "verdict = 'BIT_IDENTICAL'"])).stdout).toMatch(/VERDICT[^]*BIT_IDENTICAL/)
    expect((await place.reprise(['runs', 'show', id])).stdout).toMatch(/verdict +BIT_IDENTICAL\n/)
    expect((await search(`tags.\`reprise.reproduces\` = '${id}'`)).runs.map(({ info }) => info.run_id)).toEqual([found.reproduction])
    const { run: repeat } = await client.getRun({ run_id: found.reproduction ?? '' })
    const files = await client.listArtifacts(repeat.info.artifact_uri ?? '', 'reprise')
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['reprise/reproduction.html', 'reprise/reproduction.json', 'reprise/reproduction.md', 'reprise/record.json']),
    )
    const report = await new Response(await client.downloadArtifact(repeat.info.artifact_uri ?? '', 'reprise/reproduction.html')).text()
    expect(report).toContain('BIT_IDENTICAL')
    expect(report).not.toContain('<script')
  })

  it('of a Node program, with its standard input replayed', async () => {
    const work = await place.makeWork({
      'count.mjs': `
import { readFileSync, writeFileSync } from 'node:fs'
import { table } from './table.mjs'
const words = readFileSync(0, 'utf8').trim().split(/\\s+/)
writeFileSync('counts.json', JSON.stringify(words.map((word) => [word, table[word] ?? 0])))
`,
      'table.mjs': 'export const table = { one: 1, two: 2 }\n',
    })
    const piped = ['bash', '-c', 'printf "one two three" | "$@"', 'bash']
    const id = await place.run(work, ['node', 'count.mjs'], { within: piped })
    await rename(work, `${work}-moved`)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(rungsOf(found)['counts.json']).toBe('identical')
  })

  it('of a command that reads from a pipe, through a pipe', async () => {
    const work = await place.makeWork({})
    const within = ['sh', '-c', 'printf "one two\\nthree\\n" | exec "$0" "$@"']
    const id = await place.run(work, ['sh', '-c', 'test -p /dev/stdin && echo pipe; wc'], { within })
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(rungsOf(found)).toMatchObject({ stdout: 'identical' })
  })

  it('judges what is printed where there is nothing else, and nothing where nothing is left', async () => {
    const work = await place.makeWork({})
    const printed = await place.run(work, ['bash', '-c', 'echo 42'])
    expect(await place.reproduce(printed)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    const silent = await place.run(work, ['bash', '-c', 'exit 0'])
    expect(await place.reproduce(silent)).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'nothing to judge' })
  })

  it('but for times in a log and the order of keys are WITHIN_TOLERANCE, never BIT_IDENTICAL', async () => {
    const work = await place.makeWork({
      'log.py': `
import datetime, json, time
open('log.txt', 'w').write(datetime.datetime.now().isoformat() + ' loss 0.25\\n')
`,
    })
    const id = await place.run(work, ['python3', 'log.py'])
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'WITHIN_TOLERANCE', kind: 'numeric' })
    expect(rungsOf(found)['log.txt']).toBe('canonical')
  })

  it('from an uncommitted edit and an untracked file in git', async () => {
    const work = await place.makeWork({ 'a.py': "open('out.txt', 'w').write('committed')\n" })
    const git = 'git -c user.name=n -c user.email=e@x'
    await place.run(work, ['bash', '-c', `git init -q . && git add -A && ${git} commit -qm first`])
    await writeFile(join(work, 'a.py'), "import b\nopen('out.txt', 'w').write(b.text)\n")
    await writeFile(join(work, 'b.py'), "text = 'uncommitted'\n")
    await writeFile(join(work, '.gitignore'), 'out.txt\n__pycache__\n')
    const id = await place.run(work, ['python3', 'a.py'])
    await forget(work)
    const found = await place.reproduce(id, ['--dir', join(place.folder, 'kept')])
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', folder: join(place.folder, 'kept') })
    expect(await readFile(join(place.folder, 'kept', 'run-1', 'code', 'out.txt'), 'utf8')).toBe('uncommitted')
  })
})

describe('restore', () => {
  it('puts code and data into a new folder, every file as it was, and says the command', async () => {
    const work = await place.makeWork({ 'r.py': "print(open('in.txt').read())\n", 'in.txt': 'as it was' })
    const id = await place.run(work, ['python3', 'r.py'])
    await forget(work)
    const target = join(place.folder, 'restored')
    const { code, stdout } = await place.reprise(['restore', id, target])
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${target}\n  cd ${target}\n  python3 r.py\n` })
    expect(await readFile(join(target, 'in.txt'), 'utf8')).toBe('as it was')
    expect(await place.reprise(['restore', id, target])).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') })
  })

  it('ends with 4 where something is not to be had', async () => {
    const work = await place.makeWork({ 'r.py': "print(len(open('big.txt').read()))\n", 'big.txt': 'x'.repeat(5_000) })
    const id = await place.run(work, ['python3', 'r.py'], { options: ['--keep-file-limit', '1000'] })
    await forget(work)
    expect(await place.reprise(['restore', id, join(place.folder, 'lost')])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('big.txt'),
    })
  })
})
