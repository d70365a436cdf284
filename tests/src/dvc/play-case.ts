import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Case, CommandStep, Files, Step } from './case.ts'
import {
  commitAll,
  fillIn,
  leaveOut,
  makeRepository,
  type Repository,
  type Snapshot,
  subtract,
  takeSnapshot,
  writeInto,
} from './repository.ts'
import type { Tool } from './tool.ts'

/** Plays a recorded case with a tool and expects what was recorded: exit codes, answers, and every file afterwards. */
export async function playCase(recorded: Case, tool: Tool, parent: string): Promise<void> {
  const repository = await makeRepository(parent, recorded.name)
  const [first] = recorded.steps
  if (!(first?.op === 'dvc' && first.args[0] === 'init') && recorded.name !== 'not-a-repo') {
    await tool.run(repository.folder, ['init', '--quiet'])
    await commitAll(repository.folder)
  }
  let before = await takeSnapshot(repository)
  for (const [index, step] of recorded.steps.entries()) {
    const where = `${recorded.name}, step ${index + 1}: ${describeStep(step)}`
    if (step.op === 'dvc') before = await playCommand(step, { tool, repository, before, where })
    else {
      await prepare(step, tool, repository)
      before = await takeSnapshot(repository)
    }
  }
}

interface Playing {
  readonly tool: Tool
  readonly repository: Repository
  readonly before: Snapshot
  readonly where: string
}

async function playCommand(step: CommandStep, { tool, repository, before, where }: Playing): Promise<Snapshot> {
  const folder = join(repository.folder, step.cwd ?? '')
  const args = step.args.map((word) => fillIn(repository, word))
  const ended = await tool.run(folder, args)
  const said = leaveOut(repository, `${ended.stdout}\n${ended.stderr}`)
  expect(ended.code, `${where}\n${said}`).toBe(step.rc)
  if (step.json !== undefined) expect(sortLists(JSON.parse(leaveOut(repository, ended.stdout))), where).toEqual(sortLists(step.json))
  if (step.stdout !== undefined && step.json === undefined && step.rc === 0)
    expect(linesOf(leaveOut(repository, ended.stdout)), where).toEqual(expect.arrayContaining(linesOf(step.stdout)))
  for (const line of step.err ?? [])
    expect(said.replaceAll('reprise', 'dvc'), where).toContain(line.replace(ownCommands, '').slice(0, 300).trim())
  const after = await takeSnapshot(repository)
  for (const group of ['meta', 'work', 'cache', 'remote'] as const)
    expect(comparable(subtract(after[group], before[group])), `${where}: ${group}`).toEqual(comparable(step.delta?.[group] ?? {}))
  return after
}

async function prepare(step: Exclude<Step, CommandStep>, tool: Tool, repository: Repository): Promise<void> {
  const { folder } = repository
  if (step.op === 'write') {
    await writeInto(folder, step.path, step.b64 === undefined ? fillIn(repository, step.text ?? '') : Buffer.from(step.b64, 'base64'))
    if (step.mode !== undefined) await chmod(join(folder, step.path), Number.parseInt(step.mode, 8))
  } else if (step.op === 'sh') {
    await tool.shell(folder, fillIn(repository, step.cmd))
  } else {
    const other = await makeRepository(repository.root, step.path.replace('<ROOT>/', ''))
    // The recorded path is that of the repository itself.
    await tool.shell(repository.root, `rm -r '${other.root}' && git init --quiet --initial-branch main '${other.root}'`)
    await tool.run(other.root, ['init', '--quiet'])
    for (const [path, text] of Object.entries(step.files)) await writeInto(other.root, path, text)
    for (const path of Object.keys(step.files)) await tool.run(other.root, ['add', '--quiet', path])
    await commitAll(other.root)
  }
}

function describeStep(step: Step): string {
  return step.op === 'dvc' ? step.args.join(' ') : step.op === 'sh' ? step.cmd : step.path
}

/** Where DVC names its pages and chat, and its list of its own commands. */
const ofItself = /^(?:What's next\?|-+|- .*<https:.*>)$/
const ownCommands = / \(choose from .*/

/** Lines in the words of either tool, without the order of files after `git add` and the width of columns, which mean nothing. */
function linesOf(text: string): string[] {
  return text
    .replaceAll(/\breprise\b/g, 'dvc')
    .split('\n')
    .map((line) =>
      line.startsWith('\tgit add ') ? line.trim().split(' ').toSorted().join(' ') : line.trimEnd().replaceAll(/[ \t]+/g, ' '),
    )
    .filter((line) => line !== '' && !ofItself.test(line))
}

function sortLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortLists).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortLists(item)]))
}

/** Without files of random names, and without commits, which depend on the clock, and digests of them. */
function comparable(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => !path.endsWith('.tmp'))
      .map(([path, content]) => [
        path,
        content?.includes('rev_lock: ') === true ? content.replaceAll(/^(md5|.*rev_lock): .*$/gm, '$1:') : content,
      ]),
  )
}
