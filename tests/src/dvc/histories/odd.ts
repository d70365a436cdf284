import type { Deed } from './model.ts'

const run = (...args: readonly string[]): Deed => ({ do: 'run', args })
const json = (...args: readonly string[]): Deed => ({ do: 'run', args: [...args, '--json'], isJson: true })
const write = (path: string, text: string): Deed => ({ do: 'write', path, text })
const commit: readonly Deed[] = [
  { do: 'git', args: ['add', '--all'] },
  { do: 'git', args: ['commit', '--quiet', '--message', 'as it is'] },
]

/** What a DVC 2 left: objects at the top of the cache, named by digests of texts with other line ends, and records without `hash:`. */
const left: readonly Deed[] = [
  write('b.bin', 'hello'),
  write('t.txt', 'a\r\nb\r\n'),
  write('d/x', '1'),
  write('d/y', '2'),
  write('.dvc/cache/5d/41402abc4b2a76b9719d911017c592', 'hello'),
  write('.dvc/cache/dd/8c6a395b5dd36c56d23275028f526c', 'a\r\nb\r\n'),
  write('.dvc/cache/c4/ca4238a0b923820dcc509a6f75849b', '1'),
  write('.dvc/cache/c8/1e728d9d4c2f636f067f89cc14862c', '2'),
  write(
    '.dvc/cache/05/9d11666b54884b937caf8a4fde7d3c.dir',
    '[{"md5": "c4ca4238a0b923820dcc509a6f75849b", "relpath": "x"}, {"md5": "c81e728d9d4c2f636f067f89cc14862c", "relpath": "y"}]',
  ),
  write('b.bin.dvc', 'outs:\n- md5: 5d41402abc4b2a76b9719d911017c592\n  size: 5\n  path: b.bin\n'),
  write('t.txt.dvc', 'outs:\n- md5: dd8c6a395b5dd36c56d23275028f526c\n  size: 6\n  path: t.txt\n'),
  write('d.dvc', 'outs:\n- md5: 059d11666b54884b937caf8a4fde7d3c.dir\n  size: 2\n  nfiles: 2\n  path: d\n'),
  write('.gitignore', '/b.bin\n/t.txt\n/d\n'),
  ...commit,
]

/** Repositories as they stand somewhere, and what people do in them. */
export const odd: readonly { readonly name: string; readonly deeds: readonly Deed[] }[] = [
  {
    name: 'of DVC 2, gone on with',
    deeds: [
      ...left,
      json('data', 'status', '--granular'),
      run('list', '.', '--recursive', '--dvc-only'),
      run('get', '.', 'd', '--out', 'got'),
      run('push'),
      { do: 'remove', path: 'd' },
      { do: 'remove', path: 't.txt' },
      run('checkout'),
      write('d/z', 'more'),
      run('commit', '--force'),
      run('gc', '--workspace', '--force'),
      { do: 'remove', path: '.dvc/cache' },
      run('pull'),
    ],
  },
  {
    name: 'of DVC 2, taken over',
    deeds: [
      ...left,
      run('cache', 'migrate', '--dvc-files', '--dry'),
      run('cache', 'migrate'),
      run('cache', 'migrate', '--dvc-files'),
      run('cache', 'migrate', '--dvc-files'),
      run('push'),
    ],
  },
  {
    name: 'with outputs that say much of themselves',
    deeds: [
      run('remote', 'add', 'other', '../remote'),
      write(
        'dvc.yaml',
        `stages:
  s:
    cmd:
    - echo 1 > a; echo 2 > b; echo 3 > c
    - mkdir -p d; echo 4 > d/x
    - |
      echo '{"v": [1, {"w": 2.5}]}' > m.json
      printf 'x,y\\n1,2\\n' > p.csv
    desc: does it
    meta: {k: [1, 2], who: me}
    outs:
    - a:
        desc: an a
        labels: [x, y]
        type: model
        meta: {z: 1}
    - b: {push: false}
    - c: {cache: false, persist: true}
    - d: {remote: other}
    metrics:
    - m.json: {cache: false, desc: m}
    plots:
    - p.csv: {cache: false, x: x, y: y, title: T, x_label: X}
`,
      ),
      run('dag', '--mermaid', '--outs'),
      run('repro'),
      json('metrics', 'show'),
      run('push'),
      { do: 'remove', path: '.dvc/cache' },
      { do: 'remove', path: 'a' },
      { do: 'remove', path: 'd' },
      run('pull'),
      json('data', 'status'),
      run('remove', 's', '--outs'),
    ],
  },
  {
    name: 'with records that people wrote',
    deeds: [
      run('add', 'f0', 'd0'),
      write(
        'f0.dvc',
        `# a comment
outs:
- md5: ae33d6face3d0a8882059e2583725b78
  size: 5
  hash: md5
  path: f0   # here
  desc: some
  labels: [one, 'two']
  meta:
    key: [1, {x: y}]
    n: 1.50
meta:
  who: me
desc: top
`,
      ),
      write('f1.dvc', 'wdir: .\nouts:\n- path: f1\n  remote: r\n  push: false\n'),
      run('commit', '--force'),
      write('f0', 'other'),
      run('add', 'f0'),
      run('freeze', 'f0.dvc'),
      run('unfreeze', 'f0.dvc'),
      run('move', 'f1', 'g1'),
      run('push'),
    ],
  },
  {
    name: 'with templates of all kinds',
    deeds: [
      write(
        'params.yaml',
        'lr: 0.1\ntrain: {dir: w, n: 3, epochs: 1}\nlists: [[1, 2], [3, 4]]\nenvs: {dev: {u: x}, prod: {u: y}}\nb: yes\nf: 1.0\ne: 1e-7\nbig: 12345678901234567890\nneg: -0.0\nnul:\n',
      ),
      write('conf/a.yaml', 'model: {name: x, layers: [1, 2]}\n'),
      write('conf/d.py', 'P = 1\nclass Q:\n    r = [1, 2]\n'),
      write('w/here', ''),
      write(
        'dvc.yaml',
        `vars:
- conf/a.yaml
- conf/d.py:P,Q
- own: {k: v, list: [a, b]}
stages:
  wd:
    wdir: \${train.dir}
    cmd: echo \${train.n} \${b} \${f} \${e} \${big} \${neg} '\${nul}' \${own.list[0]} \${Q.r[1]} \${model.name} > o
    params:
    - ../params.yaml:
    - ../other.json: [a]
    outs: [o]
  each:
    foreach: \${envs}
    do:
      cmd: echo \${key} \${item.u} > \${key}.txt
      outs: ["\${key}.txt"]
  all:
    matrix:
      x: \${lists}
      y: [p, 'q r']
    cmd: echo '\${item.x[0]} \${item.y}' > "li-\${key}"
    outs: ["li-\${key}"]
`,
      ),
      run('stage', 'list'),
      run('repro'),
      run('dag', '--dot'),
      write(
        'params.yaml',
        'lr: 0.1\ntrain: {dir: w, n: 4}\nlists: [[1, 2]]\nenvs: {qa: {u: x}}\nb: no\nf: 1\ne: 1\nbig: 1\nneg: 0\nnul: 1\n',
      ),
      run('stage', 'list', '--name-only'),
      run('repro', 'each'),
      run('repro', 'all@x0-p'),
      run('freeze', 'wd'),
      run('repro'),
    ],
  },
]
