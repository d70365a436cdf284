import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { type DepEntry, type OutEntry, parseDvcFile } from '../files/index.ts'
import { assertOutPath } from './assert-out-path.ts'
import { placePath } from './place.ts'
import type { Reading } from './read-pipeline.ts'
import type { Stage, StageDep, StageOut } from './stage.ts'

/** Throws INVALID_PARAMETER_VALUE, in DVC's words, for what can not be read. */
export function readDvcFile(path: string, text: string, { root, show }: Reading): Stage {
  const definition = parseDvcFile(text, show(path))
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path)
  const wdir = placePath(definition.wdir ?? '.', { root, wdir: folder })
  if (wdir.place !== 'project')
    throw new RepriseError('INVALID_PARAMETER_VALUE', `stage working dir '${wdir.path}' in '${show(path)}' is outside of DVC repo`)
  const base = { root, wdir: wdir.at, show }
  return {
    file: path,
    name: undefined,
    wdir: wdir.at,
    cmd: definition.cmd,
    deps: definition.deps.map((dep) => toDep(dep, base)),
    params: [],
    outs: definition.outs.map((out) => toOut(out, base)),
    frozen: definition.frozen,
    alwaysChanged: definition.alwaysChanged,
    desc: definition.desc,
    source: { kind: 'dvc', definition, text },
  }
}

function toDep(dep: DepEntry, base: { readonly root: string; readonly wdir: string }): StageDep {
  if (dep.kind === 'repo') return { kind: 'repository', path: dep.path, at: dep.path, place: 'remote', recorded: undefined }
  if (dep.kind === 'other') return { kind: 'other', path: '', at: '', place: 'remote', recorded: undefined }
  return { kind: 'file', ...placePath(dep.path, base), recorded: { hash: dep.hash, meta: dep.meta } }
}

function toOut(out: OutEntry, base: { readonly root: string; readonly wdir: string; readonly show: Reading['show'] }): StageOut {
  const place = placePath(out.path, base)
  assertOutPath(place, base)
  const { cache, persist, push, annotations, hash, meta } = out
  return {
    ...place,
    kind: out.metric !== undefined ? 'metric' : out.plot !== undefined ? 'plot' : 'out',
    cache,
    persist,
    push,
    annotations,
    ...(out.remote === undefined ? {} : { remote: out.remote }),
    ...(out.plot === undefined ? {} : { plot: out.plot }),
    recorded: { hash, meta },
  }
}
