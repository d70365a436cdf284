import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place } from './place.ts'

const exec = promisify(execFile)
let place: Place

beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

const reader = "import sys\nopen('out.txt', 'w').write(open(sys.argv[1]).read().upper())\n"
const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex')
const unkept = ['--keep-file-limit', '100'] as const

/** A run that read a file which was too large to keep, and whose folder is gone. */
async function runWithLostInput(text: string): Promise<string> {
  const work = await place.makeWork({ 'r.py': reader, 'data/set/in.txt': text })
  const id = await place.run(work, ['python3', 'r.py', 'data/set/in.txt'], { options: unkept })
  await forget(work)
  return id
}

async function makeFolder(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(place.folder, name)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

async function serve(folder: string): Promise<AsyncDisposable & { readonly url: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`.trim())
    createReadStream(join(folder, request.url ?? ''))
      .on('error', () => response.writeHead(404).end())
      .pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, [Symbol.asyncDispose]: async () => void server.close() }
}

describe('data that was moved is found with --data', () => {
  const text = 'moved '.repeat(100)

  it.each([
    ['by its path', 'data/set/in.txt'],
    ['by the end of its path', 'set/in.txt'],
    ['by its name', 'in.txt'],
    ['by its digest', digest('sha256', text)],
    ['under any name, by its size', 'deep/down/renamed.bin'],
  ])('%s', async (how, path) => {
    const id = await runWithLostInput(text)
    const folder = await makeFolder(`moved ${how}`, { [path]: text, 'other.txt': 'x'.repeat(text.length) })
    const lost = await place.reproduce(id)
    expect(lost).toMatchObject({ code: 4, kind: 'missing data' })
    expect(lost.causes[0]).toMatchObject({ kind: 'missing', subject: 'data/set/in.txt' })
    expect(lost.causes[0]?.evidence).toContain('looked for in the cache')
    const found = await place.reproduce(id, ['--data', folder])
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(found.notes).toContain(`the input data/set/in.txt came from ${join(folder, path)}`)
  })

  it('on a server, with a password that nobody sees; what came from afar is in the cache then', async () => {
    const other = 'served '.repeat(100)
    const id = await runWithLostInput(other)
    await using server = await serve(await makeFolder('served', { 'base/set/in.txt': other }))
    const address = `${server.url.replace('http://', 'http://ada:hunter2@')}/base`
    expect(await place.reproduce(id, ['--offline', '--data', address])).toMatchObject({ code: 4, kind: 'missing data' })
    expect(server.asked).toEqual([])
    const found = await place.reproduce(id, ['--data', address])
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(found.notes.join()).toContain('/base/set/in.txt')
    expect(JSON.stringify(found)).not.toContain('hunter2')
    expect(server.asked).toContain(`/base/set/in.txt Basic ${Buffer.from('ada:hunter2').toString('base64')}`)
    const again = await place.reproduce(id, ['--offline'])
    expect(again).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(again.notes.join()).toContain('came from the cache')
  })

  it('but never with other bytes', async () => {
    const other = 'wrong '.repeat(100)
    const id = await runWithLostInput(other)
    const folder = await makeFolder('wrong', { 'data/set/in.txt': other.replace('wrong', 'write'), 'in.txt': 'short' })
    await using server = await serve(folder)
    const found = await place.reproduce(id, ['--data', folder, '--data', server.url])
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'missing data' })
    expect(found.causes[0]?.evidence).toContain(`${join(folder, 'data/set/in.txt')} its digest is`)
    expect(found.causes[0]?.evidence).toContain(`${server.url}/data/set/in.txt has other bytes than recorded`)
  })

  it('and an address that is none is told at once', async () => {
    expect(await place.reprise(['reproduce', 'x', '--data', 's3://bucket'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Only folders and HTTP'),
    })
  })
})

describe('data that DVC has', () => {
  const text = 'tracked '.repeat(100)
  const md5 = digest('md5', text)
  const config = (remote: string): string => `[core]\n    remote = store\n['remote "store"']\n    url = ${remote}\n`

  async function runTracked(files: Readonly<Record<string, string>>, argument: string): Promise<{ id: string; work: string }> {
    const work = await place.makeWork({ 'r.py': reader, '.gitignore': '/data\n/out.txt\n/.dvc/cache\n', ...files })
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all'],
      ['-c', 'user.name=n', '-c', 'user.email=e@x', 'commit', '--quiet', '-m', 'first'],
    ])
      await exec('git', args, { cwd: work })
    return { id: await place.run(work, ['python3', 'r.py', argument], { options: unkept }), work }
  }

  it('in a local remote, as one file', async () => {
    const remote = await makeFolder('dvc-remote', { [`files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`]: text })
    const { id, work } = await runTracked(
      {
        'data/a.txt': text,
        'data/a.txt.dvc': `outs:\n- md5: ${md5}\n  size: ${text.length}\n  hash: md5\n  path: a.txt\n`,
        '.gitignore': '/data/a.txt\n/out.txt\n',
        '.dvc/config': config(remote),
      },
      'data/a.txt',
    )
    await forget(work)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(found.notes.join()).toContain(`came from ${remote}/files/md5/`)
  })

  it('in a remote that speaks HTTP, in a folder, named by dvc.lock', async () => {
    const list = JSON.stringify([{ md5, relpath: 'sub/b.txt' }])
    const directory = `${digest('md5', list)}.dir`
    const remote = await makeFolder('dvc-http', {
      [`files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`]: text,
      [`files/md5/${directory.slice(0, 2)}/${directory.slice(2)}`]: list,
    })
    await using server = await serve(remote)
    const { id, work } = await runTracked(
      {
        'data/raw/sub/b.txt': text,
        'dvc.lock': `schema: '2.0'\nstages:\n  get:\n    cmd: ./get.sh\n    outs:\n    - path: data/raw\n      hash: md5\n      md5: ${directory}\n      size: ${text.length}\n      nfiles: 1\n`,
        '.dvc/config': config(server.url),
      },
      'data/raw/sub/b.txt',
    )
    await forget(work)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(found.notes.join()).toContain(`came from ${server.url}/files/md5/`)
  })

  it('in the cache of the repository, in the older layout, when the file itself was changed', async () => {
    const old = 'older '.repeat(100)
    const object = `${digest('md5', old).slice(0, 2)}/${digest('md5', old).slice(2)}`
    const list = JSON.stringify([{ md5: digest('md5', old), relpath: 'a.txt' }])
    const directory = `${digest('md5', list)}.dir`
    const { id, work } = await runTracked({ 'data/a.txt': old, 'data.dvc': `outs:\n- md5: ${directory}\n  path: data\n` }, 'data/a.txt')
    await makeFolder(relative(place.folder, join(work, '.dvc/cache')), {
      [object]: old,
      [`${directory.slice(0, 2)}/${directory.slice(2)}`]: list,
    })
    await writeFile(join(work, 'data/a.txt'), old.replace('older', 'newer'))
    expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    await writeFile(join(work, '.dvc/cache', object), old.replace('older', 'wrong'))
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 4, kind: 'missing data' })
    expect(found.causes[0]).toMatchObject({ kind: 'data', evidence: expect.stringContaining('data/a.txt has changed') })
    expect(found.causes[0]?.evidence).toContain(`${join(work, '.dvc/cache', object)} its digest is`)
  })
})

it('data that another run of the experiment kept is found there', async () => {
  const text = 'result '.repeat(100)
  const maker = await place.makeWork({ 'm.py': `open('big.txt', 'w').write('result ' * 100)\n` })
  await place.run(maker, ['python3', 'm.py'])
  const id = await runWithLostInput(text)
  const found = await place.reproduce(id)
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  expect(found.notes.join()).toContain('the artifact outputs/big.txt of the run')
})

it('inputs that are not kept can be cached when they are recorded', async () => {
  const work = await place.makeWork({ 'r.py': reader, 'in.txt': 'cached '.repeat(100) })
  const id = await place.run(work, ['python3', 'r.py', 'in.txt'], { options: [...unkept, '--cache-inputs'] })
  await forget(work)
  const found = await place.reproduce(id)
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  const [object] = await readdir(join(place.folder, 'cache/inputs/sha256'), { recursive: true })
  expect(object).toBeDefined()
})

it('two reproductions at once share a cache', async () => {
  const id = await runWithLostInput('twice '.repeat(100))
  await using server = await serve(await makeFolder('twice', { 'in.txt': 'twice '.repeat(100) }))
  const both = await Promise.all([place.reproduce(id, ['--data', server.url]), place.reproduce(id, ['--data', server.url])])
  expect(both.map(({ verdict }) => verdict)).toEqual(['BIT_IDENTICAL', 'BIT_IDENTICAL'])
  expect(await readdir(join(place.folder, 'cache/inputs/incoming'))).toEqual([])
})
