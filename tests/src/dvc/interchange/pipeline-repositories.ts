import type { ExampleRepository } from './example-repository.ts'

/** Stages, parameters and what they make. */
export const pipelineRepositories: readonly ExampleRepository[] = [
  {
    name: 'one stage',
    build: async (b) => {
      await b.write({ in: '1\n2\n' })
      await b.run('add', 'in')
      await b.run(
        'stage',
        'add',
        '--name',
        'sum',
        '--deps',
        'in',
        '--outs',
        'out',
        '--metrics-no-cache',
        'm.json',
        'wc -l < in > out && echo \'{"n": 2}\' > m.json',
      )
      await b.run('repro')
    },
  },
  {
    name: 'templates',
    build: async (b) => {
      await b.write({
        'params.yaml': 'train:\n  lr: 1e-3\n  layers: [1, 2]\n  flags: {verbose: true, name: a b}\nout: model\n',
        'more.yaml': 'extra: {seed: 42, text: "it\'s"}\n',
        'dvc.yaml':
          'vars:\n- more.yaml:extra\n- local: here\nstages:\n  train:\n    vars: [{inner: deep}]\n    cmd: echo ${train.lr} ${train.flags} ${extra.seed} ${local} ${inner} \\${NOT_SET} > ${out}\n    params: [train.lr]\n    outs: ["${out}"]\n',
      })
      await b.run('repro')
    },
  },
  {
    name: 'foreach',
    build: async (b) => {
      await b.write({
        'params.yaml': 'models:\n  us: {thresh: 10}\n  gb: {thresh: 15}\n',
        'dvc.yaml':
          'stages:\n  list:\n    foreach: [a, 1, 0.5]\n    do:\n      cmd: echo ${item} > l_${item}\n      outs: ["l_${item}"]\n  dict:\n    foreach: ${models}\n    do:\n      cmd: echo ${key} ${item.thresh} > d_${key}\n      deps: [l_a]\n      outs: ["d_${key}"]\n',
      })
      await b.run('repro')
    },
  },
  {
    name: 'matrix',
    build: async (b) => {
      await b.write({
        'dvc.yaml':
          'stages:\n  grid:\n    matrix:\n      model: [cnn, rnn]\n      n: [1, 2]\n      c: [{x: 1}]\n    cmd: echo ${item.model} ${item.n} ${item.c.x} ${key} > o_${item.model}_${item.n}\n    outs: ["o_${item.model}_${item.n}"]\n',
      })
      await b.run('repro')
    },
  },
  {
    name: 'working folder',
    build: async (b) => {
      await b.write({
        'src/in': 'in',
        'src/params.yaml': 'a: 1\n',
        'dvc.yaml':
          'stages:\n  s:\n    wdir: src\n    cmd: cp in out && cp out ../top\n    deps: [in]\n    params: [a]\n    outs: [out, ../top]\n',
      })
      await b.run('repro')
    },
  },
  {
    name: 'frozen stages',
    build: async (b) => {
      await b.write({
        in: '1',
        'dvc.yaml':
          'stages:\n  a:\n    cmd: cp in mid\n    deps: [in]\n    outs: [mid]\n  b:\n    cmd: cp mid out\n    deps: [mid]\n    outs: [out]\n',
      })
      await b.run('repro')
      await b.run('freeze', 'a')
      await b.write({ in: 'changed, which nobody looks at' })
    },
  },
  {
    name: 'always changed',
    build: async (b) => {
      await b.write({
        'dvc.yaml': 'stages:\n  now:\n    cmd: echo same > out\n    outs: [out]\n    always_changed: true\n  plain:\n    cmd: "true"\n',
      })
      await b.run('repro')
    },
    status: { now: ['always changed'], plain: ['always changed'] },
    runsAgain: true,
  },
  {
    name: 'outputs that persist or are not kept',
    build: async (b) => {
      await b.write({
        in: '1',
        'dvc.yaml':
          'stages:\n  s:\n    cmd: echo more >> log && echo x > plain && echo 1.5 > m.json && mkdir -p dir && echo y > dir/y\n    deps: [in]\n    outs:\n    - log: {persist: true}\n    - plain: {cache: false}\n    - dir: {push: true, desc: "a folder"}\n    metrics:\n    - m.json: {cache: false}\n',
      })
      await b.run('repro')
    },
  },
  {
    name: 'plots and metrics',
    build: async (b) => {
      await b.write({
        'data.csv': 'step,loss\n0,1.5\n1,0.5\n',
        'dvc.yaml':
          'stages:\n  eval:\n    cmd: cp data.csv out.csv && cp data.csv kept.csv && cp top.json m.json\n    deps: [data.csv, top.json]\n    metrics: [m.json]\n    plots:\n    - out.csv: {cache: false, x: step, y: loss, template: simple, title: Loss}\n    - kept.csv\nmetrics: [top.json]\nplots:\n- both:\n    x: {out.csv: step}\n    y: {out.csv: loss}\nartifacts:\n  model:\n    path: kept.csv\n    type: model\n    labels: [a]\n    desc: the model\n',
        'top.json': '{"x": 1}',
        '.dvc/plots/own.json': '{"data": {"values": "<DVC_METRIC_DATA>"}, "mark": "point"}',
      })
      await b.run('repro')
    },
  },
  {
    name: 'parameters of all kinds',
    build: async (b) => {
      await b.write({
        'params.yaml':
          'a: 1\nb: {c: [1, {d: 2}], e: null, f: 1e-5, g: yes, h: "no", i: 0x1f}\nbig: 123456789012345678901234567890\ntext: "é: \\n\\t"\n',
        'p.json': '{"lr": 0.1, "nested": {"x": [1, 2]}}',
        'p.toml': '[t]\nx = 1\ny = [1.5, 2.0]\nwhen = "2020"\n',
        'p.py': 'RATE = 1e-5\nLAYERS = (1, 2)\n\nclass Net:\n    size = 3\n\n    def __init__(self):\n        self.depth = 4\n',
        'dvc.yaml':
          'stages:\n  s:\n    cmd: echo done > out\n    params: [a, b.c, b, big, text, {p.json: [lr, nested.x]}, {p.toml: [t.y, t]}, {p.py: [RATE, LAYERS, Net.size, Net.depth]}, {other.yaml: null}]\n    outs: [out]\n',
        'other.yaml': 'whole: {file: 1}\nlist: [1, a]\n',
      })
      await b.run('repro')
    },
  },
  {
    name: 'commands of several lines',
    build: async (b) => {
      await b.write({
        'dvc.yaml':
          'stages:\n  block:\n    cmd: |\n      echo one > a\n      echo two >> a\n    outs: [a]\n  list:\n    cmd:\n    - cp a b\n    - echo "quoted \'text\' ${x}" >> b\n    deps: [a]\n    outs: [b]\n  folded:\n    cmd: >-\n      echo a very long command that is written over several lines and comes out as a single one, which is longer than eighty characters\n      > c\n    outs: [c]\n    desc: |\n      what\n      it is\n    meta: {owner: me, list: [1, 2]}\n',
        'params.yaml': 'x: 5\n',
      })
      await b.run('repro')
    },
  },
  {
    name: 'pipelines in several folders',
    build: async (b) => {
      await b.write({
        'raw/in': '1',
        'prepare/dvc.yaml': 'stages:\n  s:\n    cmd: cp ../raw/in out\n    deps: [../raw/in]\n    outs: [out]\n',
        'train/dvc.yaml':
          'stages:\n  s:\n    cmd: cp ../prepare/out model\n    deps: [../prepare/out]\n    params: [lr]\n    outs: [model]\n',
        'train/params.yaml': 'lr: 1\n',
        'dvc.yaml': 'stages:\n  all:\n    cmd: cat train/model > report\n    deps: [train/model]\n    outs: [report]\n',
      })
      await b.run('add', 'raw/in')
      await b.run('repro')
    },
  },
  {
    name: 'run cache',
    build: async (b) => {
      await b.write({ in: 'one', 'dvc.yaml': 'stages:\n  s:\n    cmd: cat in in > out\n    deps: [in]\n    outs: [out]\n' })
      await b.run('repro')
      await b.write({ in: 'two' })
      await b.run('repro')
      await b.write({ in: 'one' })
      await b.run('repro')
    },
  },
  {
    name: 'comments in files',
    build: async (b) => {
      await b.write({
        in: '1',
        'params.yaml': '# top\na: 1 # one\n\nb: [1,2]   # two\n',
        'dvc.yaml':
          '# about\nstages:\n    # the first\n    s:\n        cmd: cp in out   # copies\n\n        deps: [in]\n        params: [a,b]\n        outs:\n            - out # made\n',
      })
      await b.run('repro')
      await b.run('stage', 'add', '-n', 't', '-d', 'out', '-o', 'last', 'cp out last')
      await b.run('freeze', 't')
      await b.run('unfreeze', 't')
      await b.run('repro')
    },
  },
  {
    name: 'recorded by hand',
    build: async (b) => {
      await b.write({ in: '1', out: 'made by hand', 'dvc.yaml': 'stages:\n  s:\n    cmd: exit 1\n    deps: [in]\n    outs: [out]\n' })
      await b.run('commit', '--force')
    },
  },
]
