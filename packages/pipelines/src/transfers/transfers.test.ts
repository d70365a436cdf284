import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeOut, type Workspace } from '../checkout/index.ts'
import { openRemote, type RemoteStore } from '../remotes/index.ts'
import { openProject, readCache, readFiles, writeFiles } from '../testing/project-folder.ts'
import { startFileServer } from '../testing/file-server.ts'
import {
  collectCacheGarbage,
  collectRemoteGarbage,
  compareWithRemote,
  fetchData,
  fetchRunCache,
  objectKey,
  pushData,
  pushRunCache,
} from './index.ts'

let temporary: TemporaryFolder
let count = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('transfers')))
afterAll(() => temporary.remove())

const openAt = (url: string): Promise<RemoteStore> => openRemote('r', new Map([['r', new Map([['url', url]])]]))

interface Scene extends AsyncDisposable {
  readonly project: Workspace
  readonly other: Workspace
  readonly remote: RemoteStore
  /** The folder of the remote. */
  readonly store: string
  readonly cache: (project: Workspace) => Record<string, string>
}

/** A project with a folder and a file in its cache, another project with nothing, and a remote. */
async function openScene(
  files: Readonly<Record<string, string>> = { 'd/a': 'a', 'd/b': 'b', 'd/sub/a': 'a', f: 'f' },
): Promise<Scene & { d: string; f: string }> {
  const root = join(temporary.path, String(count++))
  const [store, project, other] = [join(root, 'remote'), openProject(join(root, 'one')), openProject(join(root, 'two'))]
  writeFiles(project.root, files)
  const d = (await storeOut(project, join(project.root, 'd'))).oid
  const f = 'f' in files ? (await storeOut(project, join(project.root, 'f'))).oid : ''
  const remote = await openAt(store)
  return {
    project,
    other,
    remote,
    store,
    d,
    f,
    cache: ({ cache }) => readCache(cache.folder),
    async [Symbol.asyncDispose]() {
      await project[Symbol.asyncDispose]()
      await other[Symbol.asyncDispose]()
    },
  }
}

const both = (oids: readonly string[]) => oids.map((oid) => ({ hash: 'md5' as const, oid }))

test('what is pushed by one is fetched by another, and once only', async () => {
  await using scene = await openScene()
  const { project, other, remote, d, f } = scene
  const wanted = both([d, f, d])
  const seen: number[] = []
  const pushed = await pushData(project.cache, remote, { wanted, onProgress: ({ done, total }) => seen.push(done, total) })
  expect([pushed.moved.length, pushed.bytes, pushed.failed, pushed.missing]).toEqual([
    4,
    3 + statSync(project.cache.md5.path(d)).size,
    [],
    [],
  ])
  expect(seen.slice(-2)).toEqual([4, 4])
  expect(pushed.moved.at(-1)?.oid).toBe(d)
  expect((await pushData(project.cache, remote, { wanted })).moved).toEqual([])
  const fetched = await fetchData(other.cache, remote, { wanted })
  expect([fetched.moved.length, fetched.failed, fetched.missing]).toEqual([4, [], []])
  expect(scene.cache(other)).toEqual(scene.cache(project))
  expect((await fetchData(other.cache, remote, { wanted })).moved).toEqual([])
})

test('part of a folder is moved without the rest, with its tree, so that others can get this part', async () => {
  await using scene = await openScene()
  const { project, other, remote, d } = scene
  const part = [{ hash: 'md5' as const, oid: d, includes: (path: string) => path === 'b' }]
  const { moved } = await pushData(project.cache, remote, { wanted: part })
  expect(moved.map(({ oid }) => oid)).toEqual([project.cache.md5.readTree(d)?.find(({ path }) => path === 'b')?.md5, d])
  expect((await fetchData(other.cache, remote, { wanted: part })).moved.length).toBe(2)
  expect(other.cache.md5.readTree(d)?.length).toBe(3)
  expect((await fetchData(other.cache, remote, { wanted: both([d]) })).failed.length).toBe(1)
  expect((await pushData(project.cache, remote, { wanted: both([d]) })).moved.length).toBe(1)
  expect((await fetchData(other.cache, remote, { wanted: both([d]) })).moved.length).toBe(1)
})

test('a folder of which a file is lost is pushed without its tree, and named', async () => {
  await using scene = await openScene()
  const { project, remote, d, store } = scene
  const lost = project.cache.md5.readTree(d)?.[0]?.md5 ?? ''
  project.cache.md5.remove(lost)
  const { moved, missing } = await pushData(project.cache, remote, { wanted: both([d]) })
  expect([moved.length, missing]).toEqual([1, both([lost])])
  expect(readFiles(store)[`files/md5/${d.slice(0, 2)}/${d.slice(2)}`]).toBeUndefined()
})

test('damaged objects of a remote are dropped and named, and the rest arrives', async () => {
  await using scene = await openScene()
  const { project, other, remote, d, f, store } = scene
  await pushData(project.cache, remote, { wanted: both([d, f]) })
  const damage = (oid: string, text: string): void => {
    const path = join(store, 'files/md5', oid.slice(0, 2), oid.slice(2))
    chmodSync(path, 0o644)
    writeFileSync(path, text)
    chmodSync(path, 0o444)
  }
  const a = project.cache.md5.readTree(d)?.[0]?.md5 ?? ''
  damage(a, 'x')
  const { failed, moved } = await fetchData(other.cache, remote, { wanted: both([d, f]) })
  expect(failed.map(({ oid, error }) => [oid, error.message.includes('damaged')])).toEqual([[a, true]])
  expect([moved.length, other.cache.md5.readTree(d)?.length, await other.cache.md5.has(a)]).toEqual([3, 3, false])
  other.cache.md5.remove(d)
  damage(d, '[{"md5": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "relpath": "../../x"}]')
  const again = await fetchData(other.cache, remote, { wanted: both([d]) })
  expect([again.failed.map(({ oid }) => oid), again.moved, again.missing]).toEqual([[d], [], []])
  expect(await other.cache.md5.has(d)).toBe(false)
  expect(readdirSync(join(other.cache.md5.folder, '.unfinished'))).toEqual([])
})

test('what the remote has not is missing, and what is there is fetched', async () => {
  await using scene = await openScene()
  const { project, other, remote, d, f } = scene
  await pushData(project.cache, remote, { wanted: both([f]) })
  const { moved, missing } = await fetchData(other.cache, remote, { wanted: both([d, f]) })
  expect([moved, missing]).toEqual([both([f]), both([d])])
})

test('says of every object where it is', async () => {
  await using scene = await openScene()
  const { project, other, remote, d, f } = scene
  const [a = '', b = ''] = (project.cache.md5.readTree(d) ?? []).map(({ md5 }) => md5)
  const states = async (one: Workspace) => Object.fromEntries(await compareWithRemote(one.cache, remote, { wanted: both([d, f]) }))
  expect(await states(project)).toEqual({ [a]: 'new', [b]: 'new', [d]: 'new', [f]: 'new' })
  expect(await states(other)).toEqual({ [d]: 'missing', [f]: 'missing' })
  await pushData(project.cache, remote, { wanted: both([d]) })
  expect(await states(project)).toEqual({ [a]: 'ok', [b]: 'ok', [d]: 'ok', [f]: 'new' })
  expect(await states(other)).toEqual({ [a]: 'deleted', [b]: 'deleted', [d]: 'ok', [f]: 'missing' })
})

test('what is not used is removed from a remote and from the cache, and nothing else', async () => {
  await using scene = await openScene()
  const { project, remote, d, f, store } = scene
  await pushData(project.cache, remote, { wanted: both([d, f]) })
  const key = 'ab'.repeat(32)
  writeFiles(store, { [`ab/${'1'.repeat(30)}`]: 'legacy', [`runs/ab/${key}/${key}`]: 'run', 'notes.txt': 'mine' })
  const used = new Set([objectKey({ hash: 'md5', oid: f })])
  const dry = await collectRemoteGarbage(remote, { used, isDry: true })
  expect([dry.length, dry[0]?.oid]).toEqual([4, d])
  const before = Object.keys(readFiles(store)).length
  expect((await collectRemoteGarbage(remote, { used })).length).toBe(4)
  expect(Object.keys(readFiles(store)).filter((path) => !path.endsWith('/')).length).toBe(
    before - 4 - (existsSync(join(store, '.unfinished')) ? 1 : 0),
  )
  expect(collectCacheGarbage(project.cache, { used })[0]?.oid).toBe(d)
  expect(Object.keys(readCache(project.cache.folder))).toEqual([`files/md5/${f.slice(0, 2)}/${f.slice(2)}`])
})

test('the run cache is moved file by file, and nothing that only lies beside it', async () => {
  await using scene = await openScene()
  const { project, other, remote, store } = scene
  const [key, value] = ['ab'.repeat(32), 'cd'.repeat(32)]
  writeFiles(project.cache.runsFolder, { [`ab/${key}/${value}`]: 'cmd: x\n', 'ab/note': 'x' })
  expect([await pushRunCache(project.cache, remote), await pushRunCache(project.cache, remote)]).toEqual([1, 0])
  writeFiles(store, { [`runs/${key.slice(0, 2)}/${'0'.repeat(64)}/${value}`]: 'another folder than its key', 'runs/x': 'x' })
  expect([await fetchRunCache(other.cache, remote), await fetchRunCache(other.cache, remote)]).toEqual([1, 0])
  expect(readFiles(other.cache.runsFolder)).toEqual({ [`ab/${key}/${value}`]: 'cmd: x\n' })
})

test('over a protocol without listing, everything but collecting works', async () => {
  await using scene = await openScene()
  const { project, other, d, f, store } = scene
  await using server = await startFileServer(store)
  await using remote = await openAt(server.url)
  const wanted = both([d, f])
  await pushData(project.cache, remote, { wanted })
  expect((await fetchData(other.cache, remote, { wanted })).moved.length).toBe(4)
  const states = await compareWithRemote(other.cache, remote, { wanted })
  expect(new Set(states.values())).toEqual(new Set(['ok']))
  await expect(collectRemoteGarbage(remote, { used: new Set() })).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED' })
  await expect(fetchRunCache(other.cache, remote)).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED' })
})

test('a place that can not be reached ends it, after few tries', async () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`d/${index}`, `${index}`]))
  await using scene = await openScene(files)
  const { project, d } = scene
  await using server = await startFileServer(scene.store)
  await using remote = await openAt(server.url)
  server.failures.push(...Array.from({ length: 1_000 }, () => 403))
  await expect(pushData(project.cache, remote, { wanted: both([d]) })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  expect(server.asked.length).toBeLessThan(60)
})

test('is ended by a signal, and goes on from there', async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`d/${index}`, `${index}`]))
  await using scene = await openScene(files)
  const { project, other, remote, d } = scene
  const ending = new AbortController()
  const onProgress = ({ done }: { done: number }): void => void (done === 50 && ending.abort(new Error('enough')))
  await expect(pushData(project.cache, remote, { wanted: both([d]), signal: ending.signal, onProgress })).rejects.toThrow('enough')
  expect(await remote.has(`files/md5/${d.slice(0, 2)}/${d.slice(2)}`)).toBe(false)
  const rest = await pushData(project.cache, remote, { wanted: both([d]) })
  expect([rest.moved.length > 200, rest.moved.length < 260]).toEqual([true, true])
  expect((await fetchData(other.cache, remote, { wanted: both([d]) })).moved.length).toBe(301)
  expect(readFileSync(other.cache.md5.path(d), 'utf8')).toBe(readFileSync(project.cache.md5.path(d), 'utf8'))
  rmSync(scene.store, { recursive: true })
})
