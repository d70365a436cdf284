import fc from 'fast-check'
import { Choices } from './choices.ts'
import type { Deed, Model } from './model.ts'
import { chooseStage, type Stage, toOptions, writePipeline } from './pipeline.ts'
import { nameTarget, reachable, within } from './targets.ts'

/** What a history is made of: its name, and how often it is chosen. */
const stepWeights = {
  'change data': 8,
  'change a folder': 5,
  'track data': 7,
  'change parameters': 8,
  'define a stage': 12,
  'add a stage': 4,
  'change a stage': 6,
  'remove a stage': 2,
  'freeze or unfreeze': 2,
  'run stages': 22,
  'keep a commit': 6,
  'go to a commit': 4,
  'spoil an output': 5,
  'check out': 5,
  'collect garbage': 3,
  'push or pull': 6,
  'move data': 3,
  'remove data': 2,
  'record what is': 4,
  'lose an object': 3,
  configure: 3,
  ask: 8,
  'go to a branch': 2,
  'write what stands around': 4,
  'change a stage by hand': 5,
  'spoil an object': 1,
  'take the lock away': 1,
  'link in the work tree': 2,
} as const
type StepName = keyof typeof stepWeights

export interface Step {
  readonly name: StepName
  readonly numbers: readonly number[]
}

/** Histories of so many steps. */
export function chooseSteps(count: number): fc.Arbitrary<Step[]> {
  const step: fc.Arbitrary<Step> = fc.record({
    name: fc.oneof(...Object.entries(stepWeights).map(([name, weight]) => ({ arbitrary: fc.constant(name as StepName), weight }))),
    numbers: fc.array(fc.nat(10_000), { minLength: 24, maxLength: 24 }),
  })
  return fc.array(step, { minLength: count, maxLength: count, size: 'max' })
}

const values = [
  '0.1',
  '1',
  '1.0',
  'true',
  '1e-05',
  '"1"',
  'é',
  'null',
  '[1, 2]',
  '{a: 1}',
  '2020',
  'yes',
  '0x1f',
  '.nan',
  '"a: b"',
  'long '.repeat(30).trim(),
] as const
const contents = ['', 'a\n', 'b\n', 'a\r\nb\r\n', 'ü', 'x'.repeat(5000), '\0\u0001'] as const

/** What a step does, given what is there; it notes in the model what is there afterwards. */
export function interpretStep({ name, numbers }: Step, model: Model): Deed[] {
  return interpreters[name](new Choices(numbers), model)
}

const interpreters: Readonly<Record<StepName, (choices: Choices, model: Model) => Deed[]>> = {
  'change data': (choices, model) => {
    const path = choices.of([
      'f0',
      'f1',
      'f2',
      'sub/f3',
      'odd ü name.txt',
      'run.sh',
      'sub/with space/a b.bin',
      '-dash',
      "it's.txt",
    ] as const)
    const deeds: Deed[] = [{ do: 'write', path, text: choices.of(contents) }]
    model.data.add(path)
    if (choices.once(6)) deeds.push({ do: 'mode', path, mode: choices.of([0o755, 0o644] as const) })
    if (choices.once(10)) deeds.push({ do: 'remove', path })
    return deeds
  },
  'change a folder': (choices, model) => {
    const folder = choices.of(['d0', 'd0', 'sub/d1'] as const)
    model.folders.add(folder)
    const path = `${folder}/${choices.of(['a', 'b', 'c/d', 'B', 'z[1]*', 'é'] as const)}`
    return choices.once(4) ? [{ do: 'remove', path: choices.once(6) ? folder : path }] : [{ do: 'write', path, text: choices.of(contents) }]
  },
  'track data': (choices, model) => {
    const path = choices.of([...model.data, ...model.folders]) ?? 'f0'
    model.tracked.add(path)
    return [run(['add', path, ...choices.some(['--no-commit'], choices.once(8) ? 1 : 0)])]
  },
  'change parameters': (choices) => {
    const value = (): string => choices.of(values)
    const file = choices.number(8)
    if (file === 5)
      return [
        { do: 'write', path: 'other.json', text: JSON.stringify({ a: choices.number(3), b: { c: choices.number(2) === 0 ? 1.5 : 'x' } }) },
      ]
    if (file === 6) return [{ do: 'write', path: 'third.toml', text: `[t]\nx = ${choices.of(['1', '2.5', '"x"', '[1, 2]'] as const)}\n` }]
    if (file === 7)
      return [
        {
          do: 'write',
          path: 'code.py',
          text: `RATE = ${choices.of(['1', '1e-5', '"x"', 'None', '(1, 2)'] as const)}\n\nclass Net:\n    size = ${choices.number(3)}\n`,
        },
      ]
    const text = `lr: ${value()}\ntrain:\n  epochs: ${choices.number(4)}\n  deep: {x: ${value()}}\nlist: ${choices.of(['[1, 2]', '[]', '[a, {b: 1}]'] as const)}\ntext: ${choices.of(['[p, q]', '[p]', 'word', '{k: 1, l: 2}'] as const)}\n`
    return [{ do: 'write', path: 'params.yaml', text }]
  },
  'define a stage': (choices, model) => define(choices, model, model.count++),
  'change a stage': (choices, model) => {
    const number = choices.number(Math.max(1, model.count))
    return define(choices, model, number)
  },
  'add a stage': (choices, model) => {
    const stage = chooseStage(choices, model.count++, reachable(model, ''))
    const { over: _over, ...plain } = stage
    if (stage.over !== undefined || typeof stage.cmd !== 'string') return define(choices, model, model.count)
    model.pipelines.set('', [...(model.pipelines.get('') ?? []), plain])
    return [run(['stage', 'add', ...toOptions(plain), stage.cmd])]
  },
  'remove a stage': (choices, model) => {
    const stages = model.pipelines.get('') ?? []
    const stage = choices.of(stages)
    if (stage === undefined) return [run(['remove', 'nothing'])]
    const left = stages.filter((other) => other !== stage)
    model.pipelines.set('', left)
    if (choices.once(2)) return [run(['remove', stage.name, ...(choices.once(3) ? ['--outs'] : [])])]
    return [left.length === 0 ? { do: 'remove', path: 'dvc.yaml' } : { do: 'write', path: 'dvc.yaml', text: writePipeline(left) }]
  },
  'freeze or unfreeze': (choices, model) => {
    const stages = model.pipelines.get('') ?? []
    const stage = choices.of(stages)
    const command = choices.of(['freeze', 'unfreeze'] as const)
    if (stage === undefined) return [run([command, 'f0.dvc'])]
    model.pipelines.set(
      '',
      stages.map((other) => (other === stage ? { ...other, frozen: command === 'freeze' } : other)),
    )
    return [run([command, stage.name])]
  },
  'run stages': (choices, model) => {
    const options = choices.some(
      [
        '--force',
        '--keep-going',
        '--single-item',
        '--no-run-cache',
        '--no-commit',
        '--downstream',
        '--allow-missing',
        '--dry',
        '--all-pipelines',
        '--pipeline',
        '--force-downstream',
        '--pull',
        '--ignore-errors',
      ],
      choices.once(2) ? 2 : 0,
    )
    const target = choices.once(3) ? nameTarget(choices, model) : undefined
    // In which order DVC goes through files is not said: what was done when one of them fails, neither.
    if (options.includes('--all-pipelines') && !options.includes('--ignore-errors')) options.push('--keep-going')
    return [run(['repro', ...options, ...(target === undefined ? [] : [target])])]
  },
  'keep a commit': (_choices, model) => {
    model.commits.push({ data: [...model.data], tracked: [...model.tracked], pipelines: new Map(model.pipelines) })
    return [
      { do: 'git', args: ['add', '--all'] },
      { do: 'git', args: ['commit', '--quiet', '--allow-empty', '--message', `number ${model.commits.length}`] },
      { do: 'git', args: ['tag', `v${model.commits.length}`] },
    ]
  },
  'go to a commit': (choices, model) => {
    const number = choices.number(Math.max(1, model.commits.length))
    const commit = model.commits[number]
    if (commit === undefined) return []
    model.pipelines.clear()
    for (const [folder, stages] of commit.pipelines) model.pipelines.set(folder, stages)
    model.tracked.clear()
    for (const path of commit.tracked) model.tracked.add(path)
    return [
      { do: 'git', args: ['checkout', '--quiet', '--force', `v${number + 1}`] },
      run(['checkout', ...choices.some(['--force', '--allow-missing'], 1)]),
    ]
  },
  'spoil an output': (choices, model) => {
    const outs = [...model.pipelines].flatMap(([folder, stages]) =>
      stages.flatMap(({ outs: ofStage }) => ofStage.map(({ path }) => within(folder, path))),
    )
    const path = choices.of([...outs, ...model.tracked]) ?? 'f0'
    return choices.once(2)
      ? [{ do: 'remove', path }]
      : [
          { do: 'remove', path },
          { do: 'write', path, text: choices.of(contents) },
        ]
  },
  'check out': (choices, model) => {
    const options = choices.some(['--force', '--summary', '--relink', '--allow-missing', '--with-deps'], 2)
    return [run(['checkout', ...options, ...(choices.once(2) ? [nameTarget(choices, model)] : [])])]
  },
  'collect garbage': (choices) => [
    run([
      'gc',
      '--force',
      choices.of(['--workspace', '--all-commits', '--all-tags', '--all-branches'] as const),
      ...(choices.once(3) ? ['--cloud'] : []),
      ...(choices.once(6) ? ['--dry'] : []),
      ...(choices.once(8) ? ['--not-in-remote'] : []),
    ]),
  ],
  'push or pull': (choices, model) => {
    const command = choices.of(['push', 'push', 'fetch', 'pull'] as const)
    const options = choices.some(['--run-cache', '--all-commits', '--with-deps', '--all-tags'], choices.once(3) ? 1 : 0)
    return [run([command, ...options, ...(choices.once(4) ? [nameTarget(choices, model)] : [])])]
  },
  'move data': (choices, model) => {
    const path = choices.of([...model.tracked]) ?? 'f0'
    const to = choices.of(['moved', 'sub/', 'sub/moved2', 'd0'] as const)
    return [run(['move', path, to])]
  },
  'remove data': (choices, model) => {
    const path = choices.of([...model.tracked]) ?? 'f0'
    model.tracked.delete(path)
    return [run(['remove', `${path}.dvc`, ...(choices.once(3) ? ['--outs'] : [])])]
  },
  'record what is': (choices, model) => [
    run(['commit', ...choices.some(['--force'], 1), ...(choices.once(2) ? [nameTarget(choices, model)] : [])]),
  ],
  'lose an object': (choices) => [{ do: 'drop-object', number: choices.number(50) }],
  'go to a branch': (choices, model) => {
    model.count++
    const name = choices.of(['main', 'side'] as const)
    return [
      { do: 'git', args: ['checkout', '--quiet', '--force', ...(choices.once(2) ? ['-B'] : []), name] },
      run(['checkout', ...choices.some(['--force', '--relink'], 1)]),
    ]
  },
  // Comments, and what stages need not be in a file for.
  'write what stands around': (choices, model) => {
    const stages = model.pipelines.get('') ?? []
    const above = choices.of([
      '# a comment\n\n',
      'vars:\n  - own: 1\n  - other.json\n',
      'params:\n  - other.json\n',
      'metrics:\n  - all.json\n',
      'plots:\n  - curve.csv:\n      x: a\n',
      'artifacts:\n  model:\n    path: f0\n    type: model\n',
    ] as const)
    return [
      { do: 'write', path: 'all.json', text: choices.of(['{"a": 1}', '{"a": {"b": [1, 2.5]}}', '{"a": null}', 'no'] as const) },
      { do: 'write', path: 'curve.csv', text: choices.of(['a,b\n1,2\n', 'a,b\r\n1,2\r\n', ''] as const) },
      { do: 'write', path: 'dvc.yaml', text: above + writePipeline(stages) },
    ]
  },
  'change a stage by hand': (choices, model) => {
    const folder = choices.of([...model.pipelines.keys()]) ?? ''
    const stages = model.pipelines.get(folder) ?? []
    const stage = choices.of(stages)
    if (stage === undefined) return []
    const changed: Stage = choices.of([
      { ...stage, deps: stage.deps.slice(1) },
      { ...stage, outs: stage.outs.slice(0, -1) },
      { ...stage, params: [] },
      { ...stage, params: ['lr'] },
      { ...stage, frozen: stage.frozen !== true },
      { ...stage, always_changed: stage.always_changed !== true },
      { ...stage, outs: stage.outs.map((out) => ({ ...out, flags: { cache: false } })) },
      { ...stage, outs: stage.outs.map((out) => ({ ...out, flags: { persist: true, push: false } })) },
      { ...stage, name: `${stage.name}b` },
      { ...stage, cmd: typeof stage.cmd === 'string' ? [stage.cmd, 'true'] : stage.cmd.join(' && ') },
      { ...stage, over: { foreach: { k1: 'x', k2: 'y' } } },
      { ...stage, over: { matrix: { a: [[1], { b: 2 }], c: ['v', true] } } },
    ] as readonly Stage[]) as Stage
    const left = stages.map((other) => (other === stage ? changed : other))
    model.pipelines.set(folder, left)
    return [{ do: 'write', path: within(folder, 'dvc.yaml'), text: writePipeline(left) }]
  },
  'spoil an object': (choices) => [{ do: 'spoil-object', number: choices.number(50) }],
  'take the lock away': (choices, model) => [
    { do: 'remove', path: within(choices.of([...model.pipelines.keys()]) ?? '', 'dvc.lock') },
    run(choices.of([['repro'], ['commit', '--force'], ['checkout'], ['status']] as const) ?? ['status']),
  ],
  'link in the work tree': (choices, model) => {
    const path = choices.of(['linked', 'd0/linked', 'linked-folder'] as const)
    const target = path === 'linked-folder' ? 'd0' : path === 'linked' ? choices.of(['f0', 'nowhere', '../outside'] as const) : 'f0'
    if (path === 'linked' && target === 'f0') model.data.add(path)
    return [
      { do: 'link', path, target: path.includes('/') ? `../${target}` : target },
      ...(choices.once(2) ? [run(['add', path.startsWith('d0') ? 'd0' : path])] : []),
    ]
  },
  configure: (choices) => [
    choices.of([
      run(['config', 'cache.type', 'hardlink,copy']),
      run(['config', 'cache.type', 'symlink']),
      run(['config', '--unset', 'cache.type']),
      run(['config', 'core.autostage', 'true']),
      run(['unprotect', 'f0']),
      run(['config', 'core.autostage', 'false']),
      run(['unprotect', 'd0']),
      { do: 'write', path: '.dvcignore', text: '*.tmp\nB\n' },
      { do: 'write', path: '.dvcignore', text: '/d0/c\n' },
      { do: 'write', path: '.dvcignore', text: '# nothing\n' },
    ] as const),
  ],
  ask: (choices, model) => [
    choices.of([
      json(['data', 'status', '--json', '--granular']),
      json(['status', '--cloud', '--json']),
      json(['diff', '--json']),
      json(['diff', 'HEAD', '--json', '--show-hash']),
      json(['metrics', 'show', '--json']),
      json(['metrics', 'diff', '--json', '--all']),
      json(['params', 'diff', '--json', '--all']),
      run(['dag', '--dot']),
      run(['dag', '--dot', '--outs']),
      run(['stage', 'list', '--all']),
      // Sizes of files in folders are told by DVC for as long as it remembers them.
      run(['list', '.', '--recursive', '--dvc-only']),
      json(['data', 'status', '--json', '--unchanged', '--untracked-files']),
      run(['status', nameTarget(choices, model), '--with-deps']),
      json(['status', '--json'], 'sub'),
      json(['diff', 'v1', 'HEAD', '--json']),
      json(['metrics', 'diff', 'v1', '--json']),
      json(['params', 'diff', 'v1', '--json']),
      run(['list', '.', '--recursive']),
      run(['list', '.', 'd0', '--dvc-only']),
      run(['check-ignore', '--details', 'd0/B', 'd0/c/d', 'f0']),
      run(['dag', '--mermaid', '--full']),
      run(['config', '--list']),
      run(['root'], 'sub'),
    ] as const),
  ],
}

function run(args: readonly string[], cwd?: string): Deed {
  return { do: 'run', args, ...(cwd === undefined ? {} : { cwd }) }
}

function json(args: readonly string[], cwd?: string): Deed {
  return { do: 'run', args, isJson: true, ...(cwd === undefined ? {} : { cwd }) }
}

function define(choices: Choices, model: Model, number: number): Deed[] {
  const folder = choices.once(6) ? 'sub' : ''
  const stage = chooseStage(choices, number, reachable(model, folder))
  const stages = model.pipelines.get(folder) ?? []
  const at = stages.findIndex(({ name }) => name === stage.name)
  const changed = at < 0 ? [...stages, stage] : stages.toSpliced(at, 1, stage)
  model.pipelines.set(folder, changed)
  return [{ do: 'write', path: within(folder, 'dvc.yaml'), text: writePipeline(changed) }]
}
