import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place, rungsOf } from '../place.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

describe('what is missing', () => {
  it('changed data is restored from the copy that was kept', async () => {
    const work = await place.makeWork({ 'r.py': "open('out.txt', 'w').write(open('in.txt').read())\n", 'in.txt': 'as it was' })
    const id = await place.run(work, ['python3', 'r.py'])
    await writeFile(join(work, 'in.txt'), 'changed')
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('changed or deleted data of which no copy was kept is CANNOT, and never used in its place', async () => {
    const work = await place.makeWork({
      'r.py': "open('out.txt', 'w').write(str(len(open('big.txt').read())))\n",
      'big.txt': 'x'.repeat(5_000),
    })
    const id = await place.run(work, ['python3', 'r.py'], { options: ['--keep-file-limit', '1000'] })
    expect(await place.reproduce(id)).toMatchObject({ verdict: 'BIT_IDENTICAL' })
    await writeFile(join(work, 'big.txt'), 'y'.repeat(5_000))
    const changed = await place.reproduce(id)
    expect(changed).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'missing data', reproduction: null })
    expect(changed.causes).toEqual([
      { kind: 'data', subject: 'big.txt', status: 'confirmed', evidence: expect.stringContaining('has changed') },
    ])
    await rm(join(work, 'big.txt'))
    const deleted = await place.reproduce(id)
    expect(deleted.causes[0]?.evidence).toContain('is no longer there')
  })

  it('a file that only a redirection of the shell names is restored, too', async () => {
    const work = await place.makeWork({ 'words.txt': 'b\na\n' })
    const id = await place.run(work, ['bash', '-c', 'sort <words.txt >sorted.txt'])
    await forget(work)
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('a file beside the tree is found by its relative path, in place or as a copy, and a folder for results is made', async () => {
    const around = await place.makeWork({
      'data/in.txt': 'beside',
      'code/r.py': "import sys\nopen('out/out.txt', 'w').write(open(sys.argv[1]).read() + open('../data/in.txt').read())\n",
      'code/out/.keep': '',
    })
    const id = await place.run(join(around, 'code'), ['python3', 'r.py', '../data/in.txt'])
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(rungsOf(found)['out/out.txt']).toBe('identical')
    await forget(around)
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('a file outside of the tree that has changed is seen as it was, or the run can not be reproduced', async () => {
    const outside = join(place.folder, 'shared.txt')
    await writeFile(outside, 'shared')
    const work = await place.makeWork({ 'r.py': `open('out.txt', 'w').write(open('${outside}').read())\n` })
    const id = await place.run(work, ['python3', 'r.py'])
    expect(await place.reproduce(id)).toMatchObject({
      verdict: 'BIT_IDENTICAL',
      notes: expect.not.arrayContaining([expect.stringContaining('shared.txt')]),
    })
    await writeFile(outside, 'other')
    const found = await place.reproduce(id)
    if (found.verdict === 'CANNOT') expect(found).toMatchObject({ code: 4, kind: 'path' })
    else
      expect(found).toMatchObject({
        code: 0,
        verdict: 'BIT_IDENTICAL',
        notes: expect.arrayContaining([expect.stringContaining('saw the recorded one')]),
      })
    expect(await readFile(outside, 'utf8')).toBe('other')
  })

  it('a server that no longer answers is CANNOT, network', async () => {
    const server = createServer((_request, response) => response.end('42'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const work = await place.makeWork({
      'ask.py': `import urllib.request\nopen('a.txt', 'wb').write(urllib.request.urlopen('http://127.0.0.1:${port}').read())\n`,
    })
    const id = await place.run(work, ['python3', 'ask.py'])
    await new Promise((resolve) => server.close(resolve))
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'network' })
    expect(found.causes[0]).toMatchObject({ kind: 'network' })
  })

  it('a result that the repeat finds in a cache of the original is not taken for one that is made', async () => {
    const cache = join(place.folder, 'cache.txt')
    const work = await place.makeWork({
      'c.py': `
import os, random
if not os.path.exists('${cache}'):
    open('${cache}', 'w').write(str(random.random()))
open('out.txt', 'w').write(open('${cache}').read())
`,
    })
    const id = await place.run(work, ['python3', 'c.py'])
    const found = await place.reproduce(id)
    expect(rungsOf(found)['out.txt']).toBe('identical')
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'cached result', causes: [{ kind: 'data', subject: cache }] })
  })

  it('a secret is asked for, and used when it is given', async () => {
    const work = await place.makeWork({ 's.py': "import sys\nopen('s.txt', 'w').write(str(len(sys.argv[2])))\n" })
    const id = await place.run(work, ['python3', 's.py', '--api-key', 'hunter2hunter2'])
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'missing secret' })
    const name = found.causes[0]?.subject ?? ''
    expect(await place.reproduce(id, ['--secret', `${name}=hunter2hunter2`])).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  })

  it('a run without a record, one that is not there, and one that takes too long', async () => {
    const client = createClient({ url: place.server.url })
    const { run } = await client.createRun({ experiment_id: '0' })
    expect(await place.reproduce(run.info.run_id)).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'no record', reproduction: null })
    expect(await place.reprise(['reproduce', 'f'.repeat(32)])).toMatchObject({ code: 1, stdout: '' })
    const work = await place.makeWork({})
    const slow = await place.run(work, ['bash', '-c', 'sleep 3; echo done'])
    expect(await place.reproduce(slow, ['--timeout', '1s'])).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'timeout' })
  })
})
