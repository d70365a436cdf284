import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  createTemporaryFolder,
  ensureS3,
  requirePart,
  type RunningRepriseServer,
  type RunningS3,
  startRepriseServer,
  startS3,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeOut, type Workspace } from '../checkout/index.ts'
import { openRemote, toServerRemote } from '../remotes/index.ts'
import { findDvc } from '../testing/dvc.ts'
import { startFileServer } from '../testing/file-server.ts'
import { openProject, readCache, readFiles, writeFiles } from '../testing/project-folder.ts'
import { collectRemoteGarbage, compareWithRemote, fetchData, fetchRunCache, objectKey, pushData, pushRunCache } from './index.ts'

const temporary = await createTemporaryFolder('transfers-oracle')
const dvc = await findDvc(temporary.path)
const s3Part = requirePart('an S3 server', await ensureS3())
afterAll(() => temporary.remove())
const TIMEOUT = 300_000

type Options = Readonly<Record<string, string>>

const files = {
  'd/a.txt': 'a\n',
  'd/sub/ü b': 'umlaut',
  'd/sub/same': 'a\n',
  'd/empty': '',
  'f.bin': '\0\u0001\r\n'.repeat(1_000),
  'large.bin': 'large '.repeat(3_500_000),
}

/** A project of DVC with these files added and a remote `r`; and what we make of its outs. */
async function makeProject(
  name: string,
  options: Options,
): Promise<{ root: string; project: Workspace; wanted: { hash: 'md5'; oid: string }[] }> {
  const root = join(temporary.path, name)
  mkdirSync(root, { recursive: true })
  const lines = Object.entries(options).map(([option, value]) => `    ${option} = ${value}\n`)
  writeFiles(root, { '.dvc/config': `[core]\n    no_scm = True\n    remote = r\n['remote "r"']\n${lines.join('')}` })
  writeFiles(root, files)
  expect(await dvc.run(root, 'add', '-q', 'd', 'f.bin', 'large.bin')).toMatchObject({ code: 0 })
  const project = openProject(root)
  const outs = await Promise.all(['d', 'f.bin', 'large.bin'].map((path) => storeOut(project, join(root, path))))
  return { root, project, wanted: outs.map(({ oid }) => ({ hash: 'md5' as const, oid })) }
}

/** Pushed by each and pulled by the other, on a remote of its own each time. */
function describeBothWays(place: string, nextRemote: () => Promise<Options> | Options): void {
  let count = 0
  const start = async () => {
    const options = await nextRemote()
    const made = await makeProject(`${place}-${count++}`, options)
    const settings = new Map(Object.entries(options))
    return { ...made, remote: await openRemote('r', new Map([['r', settings]])) }
  }
  const emptyCache = (root: string): void => rmSync(join(root, '.dvc/cache'), { recursive: true })

  test('what we push, dvc says is there, and pulls', { timeout: TIMEOUT }, async () => {
    const { root, project, wanted, remote } = await start()
    const { moved, failed, missing } = await pushData(project.cache, remote, { wanted })
    expect([moved.length, failed, missing]).toEqual([6, [], []])
    expect(await dvc.run(root, 'status', '-c', '--json')).toMatchObject({ code: 0, stdout: '{}\n' })
    emptyCache(root)
    for (const path of ['d', 'f.bin', 'large.bin']) rmSync(join(root, path), { recursive: true })
    expect(await dvc.run(root, 'pull', '-q')).toMatchObject({ code: 0 })
    const pulled = readFiles(root)
    for (const [path, text] of Object.entries(files)) expect(pulled[path]).toBe(Buffer.from(text).toString('latin1'))
    await project[Symbol.asyncDispose]()
  })

  test('what dvc pushes, we see and fetch', { timeout: TIMEOUT }, async () => {
    const { root, project, wanted, remote } = await start()
    expect((await dvc.run(root, 'push')).stdout).toContain('6 files pushed')
    expect(new Set((await compareWithRemote(project.cache, remote, { wanted })).values())).toEqual(new Set(['ok']))
    expect((await pushData(project.cache, remote, { wanted })).moved).toEqual([])
    const before = readCache(join(root, '.dvc/cache'))
    emptyCache(root)
    const { moved, failed, missing } = await fetchData(project.cache, remote, { wanted })
    expect([moved.length, failed, missing]).toEqual([6, [], []])
    expect(readCache(join(root, '.dvc/cache'))).toEqual(before)
    expect(await dvc.run(root, 'status')).toMatchObject({ code: 0, stdout: 'Data and pipelines are up to date.\n' })
    await project[Symbol.asyncDispose]()
  })
}

describe.skipIf(dvc.part.missing)(`in turn with DVC${dvc.part.note}`, () => {
  describe('over a folder', () => {
    let count = 0
    describeBothWays('folder', () => ({ url: join(temporary.path, 'remotes', String(count++)) }))

    test('the run cache and what is collected are the same', { timeout: TIMEOUT }, async () => {
      const url = join(temporary.path, 'remotes', 'runs')
      const { root, project, wanted } = await makeProject('runs', { url })
      const theirs = `${url}-theirs`
      expect(await dvc.run(root, 'stage', 'add', '--run', '-q', '-n', 's', '-d', 'f.bin', '-o', 'out', 'cp f.bin out')).toMatchObject({
        code: 0,
      })
      const remote = await openRemote('r', new Map([['r', new Map([['url', url]])]]))
      await pushData(project.cache, remote, { wanted })
      expect(await pushRunCache(project.cache, remote)).toBe(1)
      expect(await dvc.run(root, 'remote', 'add', '-q', 't', theirs)).toMatchObject({ code: 0 })
      expect(await dvc.run(root, 'push', '-q', '--run-cache', '-r', 't')).toMatchObject({ code: 0 })
      const filesOf = (folder: string) => Object.keys(readFiles(folder)).filter((path) => !path.endsWith('/'))
      expect(filesOf(url)).toEqual(filesOf(theirs))
      rmSync(join(root, '.dvc/cache/runs'), { recursive: true })
      expect(await fetchRunCache(project.cache, remote)).toBe(1)
      rmSync(join(root, 'd.dvc'))
      expect(await dvc.run(root, 'gc', '-w', '-c', '-f', '-q', '-r', 't')).toMatchObject({ code: 0 })
      const used = new Set(wanted.slice(1).map(objectKey))
      await collectRemoteGarbage(remote, { used })
      expect(filesOf(url)).toEqual(filesOf(theirs))
      await project[Symbol.asyncDispose]()
    })
  })

  describe.skipIf(s3Part.missing)(`over S3${s3Part.note}`, () => {
    let s3: RunningS3
    beforeAll(async () => void (s3 = await startS3()))
    afterAll(() => s3.stop())
    describeBothWays('s3', async () => ({
      url: `s3://${await s3.createBucket()}/some/place`,
      endpointurl: s3.url,
      access_key_id: s3.accessKeyId,
      secret_access_key: s3.secretAccessKey,
    }))
  })

  describe('over HTTP', () => {
    const servers: AsyncDisposable[] = []
    afterAll(async () => {
      for (const server of servers) await server[Symbol.asyncDispose]()
    })
    describeBothWays('http', async () => {
      const server = await startFileServer(join(temporary.path, 'http', String(servers.length)))
      servers.push(server)
      return { url: `${server.url}/data` }
    })
  })

  describe('over our own server', () => {
    let server: RunningRepriseServer
    let count = 0
    beforeAll(async () => {
      const folder = join(temporary.path, 'server')
      mkdirSync(dirname(join(folder, 'x')), { recursive: true })
      server = await startRepriseServer({ store: join(folder, 'runs.db'), artifacts: join(folder, 'artifacts') })
    })
    afterAll(() => server.stop())
    describeBothWays('server', () => ({ ...toServerRemote(`${server.url.replace('http', 'reprise')}/data-${count++}`) }))
  })
})
