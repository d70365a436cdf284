import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { readParameterFile } from '@reprise/pipelines/params'
import { countGrid, listPoints, type Metric, type Override, parseOverride, type SearchKind, writeParams } from '@reprise/pipelines/sweeps'
import { RepriseError } from '@reprise/protocol'
import type { Project } from '../project/index.ts'
import { readProjectText } from './read-project-text.ts'

export interface SweepOptions {
  readonly setParam?: readonly string[]
  readonly random?: number
  readonly tpe?: number
  readonly seed?: number
  readonly metric?: string
  readonly maximize?: boolean
  readonly minimize?: boolean
}

/** What is to be searched, and by what. */
export interface SearchPlan {
  readonly overrides: readonly Override[]
  readonly search: SearchKind
  readonly metric: Metric | undefined
  readonly direction: 'minimize' | 'maximize'
}

/** Reads what was asked for, and tries the changes on the parameter files as they are. Throws INVALID_PARAMETER_VALUE in the user's words. */
export function planSearch(project: Project, options: SweepOptions): SearchPlan {
  const overrides = (options.setParam ?? []).map((text) => locateFile(project, parseOverride(text)))
  if (overrides.length === 0)
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'no parameter is named that is to be changed.', {
      hint: 'For example: reprise sweep -S train.lr=0.1,0.01 -S "train.epochs=range(1,5)"',
    })
  if (options.maximize === true && options.minimize === true)
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'a metric is either maximized or minimized.')
  const twice = overrides.find(({ file, key }, index) => overrides.findIndex((one) => one.file === file && one.key === key) !== index)
  if (twice !== undefined) throw new RepriseError('INVALID_PARAMETER_VALUE', `'${twice.key}' is named twice.`)
  const metric = options.metric === undefined ? undefined : toMetric(project, options.metric)
  const direction = options.maximize === true ? 'maximize' : 'minimize'
  const search = chooseSearch(options, { overrides, metric, direction })
  tryOverrides(project, overrides)
  if (search.kind !== 'tpe') listPoints(search, overrides)
  return { overrides, search, metric, direction }
}

/** Files are kept by their paths from the root: a point's work tree is elsewhere. */
function locateFile(project: Project, override: Override): Override {
  return { ...override, file: fromRoot(project, override.file) }
}

function fromRoot({ repository }: Project, file: string): string {
  const path = relative(repository.root, resolve(repository.cwd, file))
  if (path !== '' && path !== '..' && !path.startsWith('../')) return path
  throw new RepriseError('INVALID_PARAMETER_VALUE', `'${file}' is outside of the project.`)
}

function toMetric(project: Project, text: string): Metric {
  const [, file = '', key = ''] = /^(.+?):(.+)$/.exec(text) ?? []
  if (key === '')
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${text}' names no metric.`, {
      hint: 'It is written FILE:KEY, such as results.json:acc.',
    })
  return { file: fromRoot(project, file), key }
}

function chooseSearch(options: SweepOptions, { overrides, metric, direction }: Omit<SearchPlan, 'search'>): SearchKind {
  const { random, tpe } = options
  if (random !== undefined && tpe !== undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'points are chosen either by --random or by --tpe.')
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
  if (tpe !== undefined) {
    if (metric === undefined)
      throw new RepriseError('INVALID_PARAMETER_VALUE', '--tpe needs to know what is to be made better.', {
        hint: 'For example: --metric results.json:acc --maximize',
      })
    return { kind: 'tpe', count: tpe, seed, direction }
  }
  if (random !== undefined) return { kind: 'random', count: Math.min(random, countGrid(overrides)), seed }
  return { kind: 'grid' }
}

/** What can not be set is told before anything is begun. */
function tryOverrides({ repository }: Project, overrides: readonly Override[]): void {
  for (const { file, key, action, space } of overrides) {
    const path = join(repository.root, file)
    if (!existsSync(path) && action !== 'add' && action !== 'put')
      throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `there is no parameter file ${file}.`, { hint: 'Name another: -S FILE:KEY=VALUE' })
    const text = readProjectText(path)
    readParameterFile(text, file)
    const value = space.kind === 'choice' ? (space.values[0] ?? null) : space.isWhole ? BigInt(space.from) : space.from
    writeParams(text, file, [{ file, key, action, value }])
  }
}
