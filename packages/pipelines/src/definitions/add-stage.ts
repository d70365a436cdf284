import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { isStageName, type OutDefinition, putStage, type StageDefinition, toStageDocument } from '../files/index.ts'
import { addressOf, buildGraph, keyOf, placePath, readPlainStage, showData, type Stage, type StageOut } from '../graph/index.ts'
import { toFsPath } from '../paths/index.ts'
import type { DefinitionPlace } from './set-frozen.ts'
import { editFile } from './write-pipeline.ts'

export interface NewStage {
  readonly name: string
  readonly definition: StageDefinition
}

/**
 * Writes a stage into the `dvc.yaml` of the user's folder and has git ignore its outputs. With `replaces` an earlier stage of the name is changed,
 * whose `meta`, `desc` and notes on outputs stay. Answers the stage as it stands there. Throws, in DVC's words, for what would not be a right pipeline.
 */
export async function addStage(
  place: DefinitionPlace,
  { name, definition }: NewStage,
  options: { readonly replaces?: boolean } = {},
): Promise<Stage> {
  const { repository, files, locate } = place
  const file = locate('dvc.yaml')
  const shown = files.show(file)
  if (definition.cmd === '') throw refuse('command is not specified')
  if (!isStageName(name)) throw refuse('Stage name cannot contain punctuation characters.')
  assertWorkingFolder(place, definition.wdir)
  const before = files.has(file) && files.pipeline(file).has(name) ? files.pipeline(file).stage(name) : undefined
  const merged = before === undefined ? definition : keepNotes(definition, before)
  const stage = readBack(place, { name, definition: merged })
  assertPaths(stage, place)
  if (before !== undefined && options.replaces !== true)
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `Stage '${name}' already exists in '${shown}'. Use '--force' to overwrite.`)
  await assertFits(stage, place)
  const path = join(repository.root, file)
  editFile(path, (text) => putStage(text, { name, document: toStageDocument(merged) }, shown))
  repository.changes.track(path)
  const git = await repository.git()
  for (const out of inOrderOf(definition, stage)) {
    const data = join(repository.root, out.at)
    if (git !== undefined && (await git.isTracked(data)))
      throw new RepriseError('RESOURCE_CONFLICT', ` output '${showData(out, files.show)}' is already tracked by SCM (e.g. Git).`)
    if (isFolder(join(data, '..'))) await repository.changes.ignore(data)
  }
  return stage
}

/** Outputs that git has to ignore, as they were given. */
function inOrderOf({ outs }: StageDefinition, stage: Stage): StageOut[] {
  const places = new Map(outs.map(({ path }, index) => [path, index]))
  return stage.outs
    .filter(({ cache, place }) => cache && place === 'project')
    .toSorted((left, right) => (places.get(left.path) ?? 0) - (places.get(right.path) ?? 0))
}

function keepNotes(definition: StageDefinition, { source, desc }: Stage): StageDefinition {
  if (source.kind !== 'pipeline') return definition
  const outs = definition.outs.map((out): OutDefinition => {
    const old = source.definition.outs.find(({ path }) => path === out.path)
    return old === undefined ? out : { ...out, annotations: old.annotations }
  })
  const { meta } = source.definition
  const { desc: _desc, ...rest } = definition
  return { ...rest, outs, ...(desc === undefined ? {} : { desc }), ...(meta === undefined ? {} : { meta }) }
}

/** The stage as it will be read from the file, but for templates: DVC leaves them as they are here. */
function readBack({ repository, files, locate }: DefinitionPlace, { name, definition }: NewStage): Stage {
  const document = toStageDocument(definition)
  return readPlainStage(locate('dvc.yaml'), { name, document }, { root: repository.root, show: files.show })
}

function assertWorkingFolder({ repository }: DefinitionPlace, wdir: string | undefined): void {
  if (wdir === undefined) return
  const tell = (problem: string): RepriseError => refuse(`stage working dir '${wdir}' ${problem}`)
  const path = resolve(repository.cwd, wdir)
  const stats = statSync(toFsPath(path), { throwIfNoEntry: false })
  if (stats === undefined) throw tell('does not exist')
  if (!stats.isDirectory()) throw tell('is not directory')
  if (placePath(path, { root: repository.root, wdir: '' }).place !== 'project') throw tell('is outside of DVC repo')
}

function assertPaths({ deps, params, outs }: Stage, { repository }: DefinitionPlace): void {
  const whole = (at: string): string => resolve(repository.root, at)
  const external = outs.filter(({ cache, place }) => cache && place !== 'project').map(({ path }) => path)
  if (external.length > 0) {
    const link = '<https://dvc.org/doc/user-guide/pipelines/external-dependencies-and-outputs>'
    throw refuse(`Cached output(s) outside of DVC project: ${external.join(', ')}. See ${link} for more info.`)
  }
  const inputs = [...deps, ...params].map(({ at }) => at)
  const both = outs.find(({ at }) => inputs.includes(at))
  if (both !== undefined) throw refuse(`'${whole(both.at)}' is specified as an output and as a dependency.`)
  const all = [...inputs, ...outs.map(({ at }) => at)]
  const twice = all.find((at, index) => all.indexOf(at) !== index)
  if (twice !== undefined) throw refuse(`file '${whole(twice)}' is specified more than once.`)
}

/** In the graph of all stages. */
async function assertFits(stage: Stage, { files }: DefinitionPlace): Promise<void> {
  const others = (await files.all()).filter((other) => keyOf(other) !== keyOf(stage))
  for (const other of others) {
    const same = other.outs.find(({ at }) => stage.outs.some((out) => out.at === at))
    if (same === undefined) continue
    const address = addressOf(other, files.show)
    const message = `output '${showData(same, files.show)}' is already specified in stage: '${address}'.`
    throw new RepriseError('RESOURCE_CONFLICT', `${message}\nUse \`dvc remove ${address}\` to stop tracking the overlapping output.`)
  }
  buildGraph([...others, stage], files.show)
}

function isFolder(path: string): boolean {
  return statSync(toFsPath(path), { throwIfNoEntry: false })?.isDirectory() === true
}

function refuse(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
