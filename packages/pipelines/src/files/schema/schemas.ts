import {
  anyList,
  anything,
  boolean,
  checksum,
  dependingOn,
  dictionary,
  either,
  exactly,
  fields,
  integer,
  listOf,
  mappingOf,
  nothing,
  string,
  type Check,
} from './check.ts'

const checksums = { md5: checksum, etag: checksum, checksum }
const meta = { size: integer, nfiles: integer, isexec: boolean, version_id: string }
const cloud = mappingOf(fields({ ...meta, ...checksums }), { atMost: 1 })
const treeEntry = fields({ ...checksums, ...meta, relpath: string, cloud }, ['relpath'])
const annotations = { desc: string, type: string, labels: listOf(string), meta: anything }
const artifact = { ...checksums, ...meta, path: string, persist: boolean, cloud, hash: string }

const out = fields(
  {
    ...artifact,
    ...annotations,
    cache: boolean,
    metric: either(nothing, boolean, fields({ type: either(string, nothing), xpath: either(string, nothing) })),
    plot: anything,
    remote: string,
    push: boolean,
    files: listOf(treeEntry),
    fs_config: dictionary,
  },
  ['path'],
)

const repo = fields(
  { url: string, rev: string, rev_lock: string, config: either(string, dictionary), remote: either(string, dictionary) },
  ['url'],
)
const db = fields({ query: string, connection: string, file_format: string, table: string })
const dep = fields({ ...artifact, repo, db, files: listOf(treeEntry), fs_config: dictionary, params: anything, dataset: dictionary })

/** A `.dvc` file. */
export const dvcFileSchema: Check = fields({
  md5: checksum,
  cmd: either(nothing, string, anyList),
  wdir: either(string, nothing),
  deps: either(listOf(dep), nothing),
  outs: either(listOf(out), nothing),
  locked: boolean,
  frozen: boolean,
  meta: anything,
  always_changed: boolean,
  desc: string,
})

const flags = { ...annotations, cache: boolean, persist: boolean, checkpoint: boolean, remote: string, push: boolean }
const plotFlags = { ...flags, template: string, x: string, y: string, x_label: string, y_label: string, title: string, header: boolean }
const plotProps = fields(plotFlags)
const vars = listOf(either(string, dictionary))

const stage: Check = fields(
  {
    matrix: mappingOf(either(string, anyList)),
    cmd: either(string, anyList),
    wdir: string,
    deps: listOf(string),
    params: listOf(either(string, dictionary)),
    vars,
    frozen: boolean,
    meta: anything,
    desc: string,
    always_changed: boolean,
    outs: listOf(either(string, mappingOf(fields(flags)))),
    metrics: listOf(either(string, mappingOf(fields(flags)))),
    plots: listOf(either(string, mappingOf(either(plotProps, listOf(plotProps))))),
  },
  ['cmd'],
)

const group = fields({ foreach: either(dictionary, anyList, string), do: stage }, ['foreach', 'do'])
const plot = fields({
  x: either(string, mappingOf(string)),
  y: either(string, listOf(string), mappingOf(either(string, listOf(string)))),
  x_label: string,
  y_label: string,
  title: string,
  template: string,
})

/** A `dvc.yaml`, before templates are resolved. */
export const pipelineSchema: Check = fields({
  datasets: anything,
  plots: listOf(either(string, mappingOf(either(plot, nothing)))),
  stages: mappingOf(dependingOn(['foreach', 'do'], group, stage)),
  vars,
  params: listOf(string),
  metrics: listOf(string),
  artifacts: mappingOf(fields({ path: string, ...annotations }, ['path'])),
})

const locked = fields({ ...checksums, ...meta, path: string, cloud, files: listOf(treeEntry), hash: string, dataset: dictionary }, ['path'])

/** A stage of a `dvc.lock`, and an entry of the run cache. */
export const lockedStageSchema: Check = fields(
  { cmd: either(string, anyList), deps: listOf(locked), params: mappingOf(mappingOf(anything)), outs: listOf(locked) },
  ['cmd'],
)

export const lockSchema: Check = fields(
  { schema: exactly('2.0', 'invalid schema version'), datasets: anything, stages: mappingOf(lockedStageSchema) },
  ['schema'],
)
