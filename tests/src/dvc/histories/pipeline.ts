import type { Choices } from './choices.ts'

export interface Out {
  readonly path: string
  readonly kind: 'outs' | 'metrics' | 'plots'
  readonly flags: Readonly<Record<string, boolean | string>>
}

/** A stage as it stands in a dvc.yaml. */
export interface Stage {
  readonly name: string
  readonly cmd: string | readonly string[]
  readonly wdir?: string
  readonly deps: readonly string[]
  readonly params: readonly (string | Readonly<Record<string, readonly string[] | null>>)[]
  readonly outs: readonly Out[]
  readonly over?: Readonly<Record<string, unknown>>
  readonly frozen?: boolean
  readonly always_changed?: boolean
  readonly desc?: string
}

/** What of params.yaml stages depend on; some names are in no file. */
const paramNames = ['lr', 'train.epochs', 'train.deep.x', 'list', 'train', 'text', 'nothing'] as const
const otherParams = [
  { 'other.json': ['a', 'b.c'] },
  { 'third.toml': ['t.x'] },
  { 'code.py': ['RATE', 'Net.size'] },
  { 'other.json': null },
] as const

/** A stage that is called `s<number>` and makes `o<number>`, of what is there. */
export function chooseStage(
  choices: Choices,
  number: number,
  { files, folders }: { files: readonly string[]; folders: readonly string[] },
): Stage {
  const depFiles = choices.some(files, 3)
  const depFolders = choices.some(folders, 1)
  const over = chooseOver(choices)
  const suffix = over === undefined ? '' : 'foreach' in over ? '_${item}' : '_${item.a}'
  const flags: Record<string, boolean | string> = {}
  if (choices.once(6)) flags['cache'] = false
  if (choices.once(8)) flags['persist'] = true
  if (choices.once(12)) flags['push'] = false
  if (choices.once(12)) flags['desc'] = 'an output'
  const kind = choices.of(['outs', 'outs', 'outs', 'outs', 'metrics', 'plots'] as const)
  const isFolder = kind === 'outs' && choices.once(3)
  const path = isFolder
    ? `od${number}${suffix}`
    : kind === 'outs'
      ? `o${number}${suffix}`
      : kind === 'metrics'
        ? `m${number}${suffix}.json`
        : `p${number}${suffix}.csv`
  const sources = [...depFiles, ...depFolders.map((folder) => `$(find ${folder} -type f | LC_ALL=C sort)`)].join(' ')
  const template = choices.once(4) ? ' # ${lr} ${train.epochs}' : ''
  const make =
    kind === 'metrics'
      ? `echo "{'n': $(cat ${sources} /dev/null | wc -c), 'd': {'x': 0.5}}" | tr "'" '"' > ${path}`
      : isFolder
        ? `mkdir -p ${path}/sub && cat ${sources} /dev/null > ${path}/all && wc -c < ${path}/all > ${path}/sub/n`
        : `cat ${sources} /dev/null >${flags['persist'] === true ? '>' : ''} ${path}`
  const second = choices.once(5) ? ({ path: `extra${number}${suffix}`, kind: 'outs', flags: {} } as const) : undefined
  const failing = choices.once(14) ? 'exit 3' : undefined
  const all = [
    make + template,
    ...(second === undefined ? [] : [`echo fixed > ${second.path}`]),
    ...(failing === undefined ? [] : [failing]),
  ]
  return {
    name: `s${number}`,
    cmd: all.length === 1 ? (all[0] ?? '') : choices.once(2) ? all : all.join('\n'),
    deps: [...depFiles, ...depFolders],
    params: [...choices.some(paramNames.slice(0, choices.once(8) ? 7 : 6), 2), ...choices.some(otherParams, 1)],
    outs: [{ path, kind, flags }, ...(second === undefined ? [] : [second])],
    ...(over === undefined ? {} : { over }),
    ...(choices.once(12) ? { frozen: true } : {}),
    ...(choices.once(12) ? { always_changed: true } : {}),
    ...(choices.once(12) ? { desc: 'what it is: for' } : {}),
  }
}

function chooseOver(choices: Choices): Record<string, unknown> | undefined {
  if (!choices.once(6)) return undefined
  return choices.of([
    { foreach: ['x', 'y'] },
    { foreach: [1, true, 0.5] },
    { matrix: { a: ['u', 'v'], b: [1] } },
    { foreach: '${text}' },
  ] as const)
}

/** The text of a dvc.yaml. */
export function writePipeline(stages: readonly Stage[]): string {
  if (stages.length === 0) return ''
  return `stages:\n${stages.map((stage) => writeStage(stage)).join('')}`
}

function writeStage({ name, cmd, wdir, deps, params, outs, over, frozen, always_changed, desc }: Stage): string {
  const ofKind = (kind: Out['kind']) =>
    outs.filter((out) => out.kind === kind).map(({ path, flags }) => (Object.keys(flags).length === 0 ? path : { [path]: flags }))
  const body: Record<string, unknown> = {
    cmd,
    wdir,
    deps,
    params,
    outs: ofKind('outs'),
    metrics: ofKind('metrics'),
    plots: ofKind('plots'),
    frozen,
    always_changed,
    desc,
  }
  const kept = Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
  if (over === undefined) return `  ${name}:\n${writeBlock(kept, 4)}`
  if ('foreach' in over) return `  ${name}:\n${writeBlock({ foreach: over['foreach'] }, 4)}    do:\n${writeBlock(kept, 6)}`
  return `  ${name}:\n${writeBlock({ ...over, ...kept }, 4)}`
}

/** YAML of mappings in blocks, lists with a dash a line, and all else as JSON, which is YAML. */
function writeBlock(mapping: Readonly<Record<string, unknown>>, indent: number): string {
  const pad = ' '.repeat(indent)
  return Object.entries(mapping)
    .map(([key, value]) =>
      Array.isArray(value)
        ? `${pad}${key}:\n${value.map((item) => `${pad}  - ${writeScalar(item)}\n`).join('')}`
        : `${pad}${key}: ${writeScalar(value)}\n`,
    )
    .join('')
}

function writeScalar(value: unknown): string {
  return typeof value === 'string' && /^[a-z][\w/.]*$/i.test(value) && !/^(true|false|null|yes|no)$/i.test(value)
    ? value
    : JSON.stringify(value)
}

/** What `stage add` is to be called with. */
export function toOptions({ name, deps, params, outs, frozen: _frozen, always_changed, desc }: Stage): string[] {
  const optionOf = ({ kind, flags }: Stage['outs'][number]): string =>
    flags['persist'] === true && kind === 'outs'
      ? flags['cache'] === false
        ? '--outs-persist-no-cache'
        : '--outs-persist'
      : `--${kind}${flags['cache'] === false ? '-no-cache' : ''}`
  return [
    '--name',
    name,
    ...deps.flatMap((path) => ['--deps', path]),
    ...params.flatMap((param) => [
      '--params',
      typeof param === 'string'
        ? param
        : Object.entries(param)
            .map(([file, keys]) => `${file}:${keys?.join(',') ?? ''}`)
            .join(''),
    ]),
    ...outs.flatMap((out) => [optionOf(out), out.path]),
    ...(always_changed === true ? ['--always-changed'] : []),
    ...(desc === undefined ? [] : ['--desc', desc]),
    ...(outs.length % 2 === 0 ? ['--force'] : []),
  ]
}
