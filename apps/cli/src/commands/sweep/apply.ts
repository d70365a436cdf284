import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { replaceFile, toFsPath } from '@reprise/pipelines/paths'
import { openStages } from '@reprise/pipelines/repository'
import { checkoutData } from '@reprise/pipelines/tracking'
import { findSweep, type PointRecord, type SweepFolder, writeParams } from '@reprise/pipelines/sweeps'
import { RepriseError } from '@reprise/protocol'
import type { Project } from '../../project/index.ts'
import { readProjectText, spellPoint } from '../../sweeping/index.ts'

interface ApplyOptions {
  readonly sweep?: string
  readonly force?: boolean
}

/** Writes what a point has set and made into the work tree. When that can not be done wholly, the files are as they were. */
export async function applyPoint(project: Project, [number]: [string], { sweep, force }: ApplyOptions): Promise<void> {
  const { repository, say } = project
  const folder = findSweep(repository.layout.temporary, sweep)
  const record = findPoint(folder, number)
  const isForced = force === true
  const files = new Map<string, string | Buffer>([
    ...paramsOf(project, record),
    ...(await resultsOf(project, folder, { record, isForced })),
  ])
  const before = new Map([...files.keys()].map((path) => [path, existsSync(path) ? readFileSync(path) : undefined]))
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(path), { recursive: true })
      replaceFile(path, content)
      repository.changes.track(path)
    }
    const { failed } = await checkoutData(repository, [], { isForced })
    say(`Applied point ${record.number} of sweep ${folder.name}: ${spellPoint(record.point)}`)
    const lacking = await settleOuts(project, new Set(failed))
    if (lacking.length > 0)
      project.warn(`the cache does not have all that it made; \`reprise repro\` makes it again: ${lacking.join(', ')}`)
  } catch (error) {
    for (const [path, content] of before) {
      if (content === undefined) rmSync(path, { force: true })
      else replaceFile(path, content)
    }
    throw error
  }
}

/** Has git ignore outputs, as `repro` would have done here. Answers those that are recorded and could not be made. */
async function settleOuts({ repository }: Project, failed: ReadonlySet<string>): Promise<string[]> {
  const stages = await openStages(repository).all()
  const outs = stages.flatMap((stage) => stage.outs.filter(({ cache, place }) => cache && place === 'project'))
  for (const { at } of outs) await repository.changes.ignore(join(repository.root, at))
  return outs
    .filter(({ recorded }) => recorded !== undefined)
    .map(({ at }) => join(repository.root, at))
    .filter((path) => failed.has(path))
    .map(repository.show)
}

function findPoint(folder: SweepFolder, number: string): PointRecord {
  const found = folder.points().find((point) => String(point.number) === number)
  if (found === undefined)
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `sweep ${folder.name} has no point '${number}'.`, { hint: 'See: reprise sweep show' })
  if (found.state === 'done') return found
  throw new RepriseError('RESOURCE_CONFLICT', `point ${number} of sweep ${folder.name} is ${found.state}: there is nothing to apply.`)
}

/** Only the values: what else stands in the files stays as it is here. */
function paramsOf({ repository }: Project, { point }: PointRecord): (readonly [string, string])[] {
  return [...new Set(point.map(({ file }) => file))].map((file) => {
    const path = join(repository.root, file)
    const text = readProjectText(path)
    const assignments = point
      .filter((assignment) => assignment.file === file)
      .map((assignment) => (assignment.action === 'remove' ? assignment : { ...assignment, action: 'put' as const }))
    return [path, writeParams(text, file, assignments)] as const
  })
}

/** Lock files and outputs that are in no cache. Throws RESOURCE_CONFLICT where a lock file here has changed since the sweep began. */
async function resultsOf(
  { repository }: Project,
  folder: SweepFolder,
  { record, isForced }: { readonly record: PointRecord; readonly isForced: boolean },
): Promise<(readonly [string, Buffer])[]> {
  const git = await repository.git()
  const base = git === undefined ? folder.base : join(folder.base, repository.root.slice(git.root.length))
  return (record.files ?? []).map((path) => {
    const here = join(repository.root, path)
    const made = readFileSync(toFsPath(folder.fileOf(record.number, path)))
    const known = [join(base, path), ...folder.points().map(({ number }) => folder.fileOf(number, path))]
    const isKnown = !existsSync(here) || known.some((file) => existsSync(file) && readFileSync(file).equals(readFileSync(here)))
    if (!isForced && !isKnown)
      throw new RepriseError('RESOURCE_CONFLICT', `${repository.show(here)} has changed since the sweep began.`, {
        hint: 'Use --force to write over it.',
      })
    return [here, made] as const
  })
}
