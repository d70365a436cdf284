import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeOut, type Workspace } from '../checkout/index.ts'
import { openRemote, type RemoteOptions } from '../remotes/index.ts'
import { compareWithRemote, fetchData, pushData } from '../transfers/index.ts'
import { copyProject, type Dvc } from './dvc.ts'
import { openProject, readCache, readFiles, writeFiles } from './project-folder.ts'

const TIMEOUT = 300_000

/** Options of a remote, as they stand in the configuration. */
export type RemoteConfig = Readonly<Record<string, string>>

const files = {
  'd/a.txt': 'a\n',
  'd/sub/ü b': 'umlaut',
  'd/sub/same': 'a\n',
  'd/empty': '',
  'f.bin': '\0\u0001\r\n'.repeat(1_000),
  'large.bin': 'large '.repeat(3_500_000),
}

let template: Promise<string> | undefined

async function makeTemplate(dvc: Dvc, root: string): Promise<string> {
  writeFiles(root, { '.dvc/config': '[core]\n    no_scm = True\n' })
  writeFiles(root, files)
  expect(await dvc.run(root, 'add', '-q', 'd', 'f.bin', 'large.bin')).toMatchObject({ code: 0 })
  return root
}

/** A project of DVC with files added and a remote `r`, and what we make of its outs: the ids of three, six objects in all. */
export async function makeDvcProject(
  dvc: Dvc,
  root: string,
  config: RemoteConfig,
): Promise<{ project: Workspace; wanted: { hash: 'md5'; oid: string }[] }> {
  copyProject(await (template ??= makeTemplate(dvc, `${root}-template`)), root)
  const lines = Object.entries(config).map(([option, value]) => `    ${option} = ${value}\n`)
  writeFiles(root, { '.dvc/config': `[core]\n    no_scm = True\n    remote = r\n['remote "r"']\n${lines.join('')}` })
  const project = openProject(root)
  const outs = await Promise.all(['d', 'f.bin', 'large.bin'].map((path) => storeOut(project, join(root, path))))
  return { project, wanted: outs.map(({ oid }) => ({ hash: 'md5' as const, oid })) }
}

export interface InTurn {
  readonly dvc: Dvc
  /** A folder for projects, which is not there yet. */
  readonly folder: string
  /** A remote that is new and empty. */
  readonly nextRemote: () => Promise<RemoteConfig> | RemoteConfig
  readonly options?: () => RemoteOptions
  /** Without what `dvc status` says. */
  readonly isShort?: boolean
}

/** Pushed by each and pulled by the other, on a remote of its own each time. */
export function describeInTurnWithDvc({ dvc, folder, nextRemote, options, isShort }: InTurn): void {
  let count = 0
  const start = async () => {
    const config = await nextRemote()
    const root = join(folder, String(count++))
    const made = await makeDvcProject(dvc, root, config)
    return { root, ...made, remote: await openRemote('r', new Map([['r', new Map(Object.entries(config).map(toSetting))]]), options?.()) }
  }
  const emptyCache = (root: string): void => rmSync(join(root, '.dvc/cache'), { recursive: true })

  test('what we push, dvc says is there, and pulls', { timeout: TIMEOUT }, async () => {
    const { root, project, wanted, remote } = await start()
    const { moved, failed, missing } = await pushData(project.cache, remote, { wanted })
    expect([moved.length, failed, missing]).toEqual([6, [], []])
    if (isShort !== true) expect(await dvc.run(root, 'status', '-c', '--json')).toMatchObject({ code: 0, stdout: '{}\n' })
    emptyCache(root)
    for (const path of ['d', 'f.bin', 'large.bin']) rmSync(join(root, path), { recursive: true })
    expect(await dvc.run(root, 'pull', '-q')).toMatchObject({ code: 0 })
    const pulled = readFiles(root)
    for (const [path, text] of Object.entries(files)) expect(pulled[path]).toBe(Buffer.from(text).toString('latin1'))
    await remote[Symbol.asyncDispose]()
    await project[Symbol.asyncDispose]()
  })

  test('what dvc pushes, we see and fetch', { timeout: TIMEOUT }, async () => {
    const { root, project, wanted, remote } = await start()
    expect(await dvc.run(root, 'push')).toMatchObject({ code: 0, stdout: expect.stringContaining('6 files pushed') })
    expect(new Set((await compareWithRemote(project.cache, remote, { wanted })).values())).toEqual(new Set(['ok']))
    expect((await pushData(project.cache, remote, { wanted })).moved).toEqual([])
    const before = readCache(join(root, '.dvc/cache'))
    emptyCache(root)
    const { moved, failed, missing } = await fetchData(project.cache, remote, { wanted })
    expect([moved.length, failed, missing]).toEqual([6, [], []])
    expect(readCache(join(root, '.dvc/cache'))).toEqual(before)
    await remote[Symbol.asyncDispose]()
    await project[Symbol.asyncDispose]()
    if (isShort !== true) expect(await dvc.run(root, 'status')).toMatchObject({ code: 0, stdout: 'Data and pipelines are up to date.\n' })
  })
}

function toSetting([name, value]: [string, string]): [string, string | number | boolean] {
  return [name, /^\d+$/.test(value) ? Number(value) : value === 'true' ? true : value]
}
