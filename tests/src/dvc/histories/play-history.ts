import { chmod, mkdir, rm, rmdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DrivenTool } from '../driven/start-driven.ts'
import { git, leaveOut, makeRepository, type Repository, type Snapshot, takeSnapshot, writeInto } from '../repository.ts'
import { createModel, type Deed } from './model.ts'
import { interpretStep, type Step } from './steps.ts'

export interface Tools {
  readonly dvc: DrivenTool
  readonly reprise: DrivenTool
}

/** Where the tools first did or left something else, and what led to it. */
export interface Difference {
  readonly what: string
  readonly dvc: unknown
  readonly reprise: unknown
  readonly deeds: readonly Deed[]
}

interface Side {
  readonly tool: DrivenTool
  readonly repository: Repository
}

/** Plays a history with both tools, each in a repository of its own, and looks at everything after every deed; undefined: nothing was different. */
export function playHistory(tools: Tools, parent: string, steps: readonly Step[]): Promise<Difference | undefined> {
  return playDeeds(tools, parent, interpretSteps(steps))
}

/** The same for deeds that are known, after those that every history begins with. */
export async function playDeeds(tools: Tools, parent: string, deeds: Iterable<Deed>): Promise<Difference | undefined> {
  const [dvc, reprise] = await Promise.all([start(tools.dvc, join(parent, 'dvc')), start(tools.reprise, join(parent, 'reprise'))])
  const done: Deed[] = []
  for (const all of [beginning, deeds])
    for (const deed of all) {
      done.push(deed)
      const [left, right] = await Promise.all([perform(dvc, deed), perform(reprise, deed)])
      await removeSpared(reprise, right, left)
      await ignoreAsBefore(reprise, right, left)
      if (isMeant(deed, right, left)) continue
      const found = compare(left, right) ?? (deed.do === 'run' ? await compareStatus(dvc, reprise) : undefined)
      if (found !== undefined) return { ...found, deeds: done.slice(beginning.length) }
    }
  return undefined
}

function* interpretSteps(steps: readonly Step[]): Iterable<Deed> {
  const model = createModel()
  for (const step of steps) yield* interpretStep(step, model)
}

const beginning: readonly Deed[] = [
  { do: 'run', args: ['init', '--quiet'] },
  { do: 'run', args: ['remote', 'add', '--default', 'r', '../remote'] },
  { do: 'write', path: 'f0', text: 'zero\n' },
  { do: 'write', path: 'f1', text: 'one\n' },
  { do: 'write', path: 'd0/a', text: 'a\n' },
  { do: 'write', path: 'd0/c/d', text: 'd\n' },
  { do: 'write', path: 'sub/f3', text: 'three\n' },
  { do: 'write', path: 'params.yaml', text: 'lr: 0.1\ntrain:\n  epochs: 3\n  deep: {x: 1}\nlist: [1, 2]\ntext: [p, q]\n' },
  { do: 'write', path: 'other.json', text: '{"a": 1, "b": {"c": 2}}' },
  { do: 'write', path: 'third.toml', text: '[t]\nx = 1\n' },
  { do: 'write', path: 'code.py', text: 'RATE = 0.5\n\nclass Net:\n    size = 3\n' },
]

async function start(tool: DrivenTool, parent: string): Promise<Side> {
  await mkdir(parent, { recursive: true })
  return { tool, repository: await makeRepository(parent, 'root') }
}

/** Where a checkout fails, we leave what stands in the place of data that the cache lacks, and DVC removes it: a difference that is meant. So it is of stages that can not be removed. */
async function removeSpared({ repository }: Side, ours: Seen, theirs: Seen): Promise<void> {
  if (
    !/Checkout failed for following targets|Can't remove the following unsaved files|cannot remove a parametrized stage/.test(
      ours.ended?.text ?? '',
    )
  )
    return
  for (const path of Object.keys(ours.snapshot.work)) {
    if (path in theirs.snapshot.work) continue
    await rm(join(repository.folder, path))
    delete ours.snapshot.work[path]
    // Folders of which nothing is left go as well.
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
      await rmdir(join(repository.folder, folder)).catch(() => undefined)
  }
}

/** Where DVC fails and we go on: `repro --dry` where what a stage needs has still to be made, and links anew of data that the cache lacks, which stay. */
function isMeant(deed: Deed, ours: Seen, theirs: Seen): boolean {
  if (deed.do !== 'run' || ours.ended?.code !== 0 || theirs.ended === undefined) return false
  if (deed.args[0] === 'repro' && deed.args.includes('--dry')) return /Errno 2\] No such file or directory/.test(theirs.ended.text)
  return deed.args.includes('--relink') && theirs.ended.text.includes("Can't remove the following unsaved files")
}

/** What a command that fails has had git ignore, we take back: a difference that is meant. */
async function ignoreAsBefore({ repository }: Side, ours: Seen, theirs: Seen): Promise<void> {
  if (ours.ended === undefined || ours.ended.code === 0) return
  const paths = [...Object.keys(ours.snapshot.meta), ...Object.keys(theirs.snapshot.meta)].filter((path) => /(^|\/)\.gitignore$/.test(path))
  for (const path of new Set(paths)) {
    const text = theirs.snapshot.meta[path]
    if (ours.snapshot.meta[path] === text) continue
    if (typeof text === 'string') await writeInto(repository.folder, path, text)
    else await rm(join(repository.folder, path))
    if (typeof text === 'string') ours.snapshot.meta[path] = text
    else delete ours.snapshot.meta[path]
  }
}

/** What can be seen after a deed. */
interface Seen {
  readonly ended?: { readonly code: number; readonly json?: unknown; readonly text: string }
  readonly snapshot: { readonly [Group in keyof Snapshot]: Record<string, string | null> }
  readonly index?: string
}

async function perform({ tool, repository }: Side, deed: Deed): Promise<Seen> {
  const { folder } = repository
  switch (deed.do) {
    case 'write':
      await rm(join(folder, deed.path), { recursive: true, force: true }).catch(() => undefined)
      await writeInto(folder, deed.path, deed.text).catch(() => undefined)
      return { snapshot: await takeSnapshot(repository) }
    case 'remove':
      await rm(join(folder, deed.path), { recursive: true, force: true }).catch(() => undefined)
      return { snapshot: await takeSnapshot(repository) }
    case 'mode':
      await chmod(join(folder, deed.path), deed.mode).catch(() => undefined)
      return { snapshot: await takeSnapshot(repository) }
    case 'git': {
      const ended = await git(folder, ...deed.args).then(
        () => ({ code: 0, text: '' }),
        (error: { code: number }) => ({ code: error.code, text: '' }),
      )
      return { ended, snapshot: await takeSnapshot(repository), index: await git(folder, 'ls-files', '--stage') }
    }
    case 'link':
      await rm(join(folder, deed.path), { recursive: true, force: true }).catch(() => undefined)
      await symlink(deed.target, join(folder, deed.path)).catch(() => undefined)
      return { snapshot: await takeSnapshot(repository) }
    case 'drop-object': {
      const dropped = await chooseObject(repository, deed.number)
      if (dropped !== undefined) await rm(dropped)
      await tool.forget()
      return { snapshot: await takeSnapshot(repository) }
    }
    case 'spoil-object': {
      const spoilt = await chooseObject(repository, deed.number)
      // With another inode: links to it in the work tree stay as they were.
      if (spoilt !== undefined) await rm(spoilt).then(() => writeFile(spoilt, 'spoilt'))
      return { snapshot: await takeSnapshot(repository) }
    }
    case 'run': {
      const { code, stdout, stderr } = await tool.run(join(folder, deed.cwd ?? ''), deed.args)
      const text = leaveOut(repository, `${stdout}\n${stderr}`)
      const snapshot = await takeSnapshot(repository)
      return { ended: { code, text, ...(deed.isJson === true ? { json: parse(leaveOut(repository, stdout)) } : {}) }, snapshot }
    }
  }
}

async function chooseObject(repository: Repository, number: number): Promise<string | undefined> {
  const { cache } = await takeSnapshot(repository)
  const objects = Object.keys(cache).filter((path) => path.startsWith('files/'))
  const chosen = objects.toSorted()[number % Math.max(1, objects.length)]
  return chosen === undefined ? undefined : join(repository.folder, '.dvc/cache', chosen)
}

async function compareStatus(dvc: Side, reprise: Side): Promise<Omit<Difference, 'deeds'> | undefined> {
  const [theirs, ours] = await Promise.all(
    [dvc, reprise].map(async ({ tool, repository }) => {
      const { code, stdout, stderr } = await tool.run(repository.folder, ['status', '--json'])
      if (stderr.includes('unexpected error')) return undefined
      return code === 0 ? parse(stdout) : 'a failure'
    }),
  )
  return theirs !== undefined && differ(theirs, ours) ? { what: 'status', dvc: theirs, reprise: ours } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replaceAll('NaN', 'null')) as unknown
  } catch {
    return text === '' ? undefined : text.slice(0, 200)
  }
}

function compare(dvc: Seen, reprise: Seen): Omit<Difference, 'deeds'> | undefined {
  if (dvc.ended?.code !== reprise.ended?.code && !isUnexpected(dvc, reprise))
    return { what: 'exit code', dvc: dvc.ended, reprise: reprise.ended }
  if (differ(dvc.ended?.json, reprise.ended?.json)) return { what: 'answer', dvc: dvc.ended?.json, reprise: reprise.ended?.json }
  for (const group of ['meta', 'work', 'cache', 'remote'] as const) {
    const paths = new Set([...Object.keys(dvc.snapshot[group]), ...Object.keys(reprise.snapshot[group])])
    for (const path of [...paths].filter((one) => !(group === 'cache' && isPassing(one))).toSorted())
      if (dvc.snapshot[group][path] !== reprise.snapshot[group][path])
        return {
          what: `${group}: ${path}`,
          dvc: [dvc.snapshot[group][path], dvc.ended?.text],
          reprise: [reprise.snapshot[group][path], reprise.ended?.text],
        }
  }
  if (dvc.index !== reprise.index) return { what: 'index of git', dvc: dvc.index, reprise: reprise.index }
  return undefined
}

/** What DVC does not expect ends all of its commands with 255; we say what is wrong, and end as the command does that fails. */
function isUnexpected(dvc: Seen, reprise: Seen): boolean {
  return dvc.ended?.code === 255 && dvc.ended.text.includes('unexpected error') && reprise.ended?.code !== 0
}

/** DVC writes lists of folders that it only looks at under the names of older versions; nothing reads them. */
function isPassing(path: string): boolean {
  return /^[0-9a-f]{2}\/.*\.dir$/.test(path)
}

function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, sorted(item)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}
