import type { ExampleRepository } from './example-repository.ts'

/** Data, caches, remotes and projects. */
export const dataRepositories: readonly ExampleRepository[] = [
  {
    name: 'files',
    build: async (b) => {
      await b.write({
        'a.txt': 'a\n',
        empty: '',
        'crlf.txt': 'one\r\ntwo\r\n',
        'bytes.bin': Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256),
      })
      await b.run('add', 'a.txt', 'empty', 'crlf.txt', 'bytes.bin')
    },
  },
  {
    name: 'folders in folders',
    build: async (b) => {
      await b.write({ 'data/a': 'a', 'data/b/c': 'c', 'data/b/d/e': 'e', 'data/b/d/same': 'a', 'deep/er/raw/x': 'x' })
      await b.run('add', 'data', 'deep/er/raw')
      await b.write({ 'data/b/new': 'new' })
      await b.run('add', 'data/b/new')
    },
  },
  {
    name: 'odd names',
    build: async (b) => {
      const names = [
        'a b',
        'ü',
        'u\u0308',
        '日本語',
        '😀',
        '\uff5e',
        '#hash',
        '!bang',
        'z[1]*?',
        "quo'te",
        'dash-',
        '-dash',
        'percent%20',
        'tab\there',
        'back\\slash',
        '$HOME',
        'true',
        '1e5',
        '.hidden',
      ]
      await b.write(Object.fromEntries(names.map((name) => [`odd/${name}`, name])))
      await b.run('add', 'odd')
      await b.write({ 'a b.csv': '1', '#x': '2', ümläut: '3', 'z[1]': '4', '123': '5', no: '6' })
      await b.run('add', 'a b.csv', '#x', 'ümläut', 'z[1]', '123', 'no')
    },
  },
  {
    name: 'ignored files',
    build: async (b) => {
      await b.write({
        '.dvcignore': '*.tmp\n/data/skip/\n!keep.tmp\n# note\n',
        'data/a': 'a',
        'data/b.tmp': 'b',
        'data/keep.tmp': 'k',
        'data/skip/x': 'x',
      })
      await b.run('add', 'data')
      await b.write({ '.gitignore': '/data\n/data/b.tmp\n/data/skip\n' })
    },
    lacking: ['data/b.tmp', 'data/skip/x'],
  },
  {
    name: 'many files',
    build: async (b) => {
      await b.write(Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`many/${at % 17}/file-${at}`, `content ${at % 350}\n`])))
      await b.run('add', 'many')
    },
  },
  {
    name: 'empty folder',
    build: async (b) => {
      await b.write({ 'with/empty': '', 'with/sub/also': '' })
      await b.shell('mkdir -p with/nothing')
      await b.run('add', 'with')
    },
  },
  {
    name: 'executable files',
    build: async (b) => {
      await b.write({ 'run.sh': '#!/bin/sh\n', 'plain.sh': '#!/bin/sh\n# other\n', 'bin/tool': 'tool' })
      await b.mode('run.sh', 0o755)
      await b.run('add', 'run.sh', 'plain.sh', 'bin')
    },
  },
  {
    name: 'links in data',
    build: async (b) => {
      await b.write({ 'elsewhere/x': 'x', 'elsewhere/y': 'y', 'data/a': 'a' })
      await b.link('data/to-file', '../elsewhere/x')
      await b.link('data/inside', 'a')
      await b.run('add', 'data')
    },
  },
  {
    name: 'notes on data',
    build: async (b) => {
      await b.write({ d: 'd' })
      await b.run('add', 'd')
      await b.shell(`printf 'desc: what it is\\nmeta:\\n  by: me # someone\\n' >> d.dvc`)
      await b.shell(`sed -i 's/^  path: d$/  path: d\\n  desc: "an output"\\n  type: file\\n  labels: [a, b]\\n  meta: {k: 1}/' d.dvc`)
    },
  },
  ...(['hardlink', 'symlink', 'reflink,copy', 'copy'] as const).map((type): ExampleRepository => ({
    name: `cache of type ${type}`,
    build: async (b) => {
      await b.run('config', 'cache.type', type)
      await b.write({ 'data/a': 'a', 'data/b/c': 'c', one: 'one', empty: '' })
      await b.run('add', 'data', 'one', 'empty')
      await b.run('stage', 'add', '-n', 's', '-d', 'one', '-o', 'out', 'cp one out')
      await b.run('repro')
    },
  })),
  {
    name: 'project in a folder',
    project: 'projects/one',
    init: ['init', '--subdir', '--quiet'],
    build: async (b) => {
      await b.write({ 'data/a': 'a', 'dvc.yaml': 'stages:\n  s:\n    cmd: cat data/a > out\n    deps: [data]\n    outs: [out]\n' })
      await b.run('add', 'data')
      await b.run('repro')
    },
  },
  {
    name: 'without git',
    init: ['init', '--no-scm', '--quiet'],
    build: async (b) => {
      await b.write({ 'data/a': 'a', 'dvc.yaml': 'stages:\n  s:\n    cmd: cat data/a > out\n    deps: [data]\n    outs: [out]\n' })
      await b.run('add', 'data')
      await b.run('repro')
      await b.write({ '.gitignore': '/data\n/out\n/.dvc/cache\n/.dvc/tmp\n/.dvc/config.local\n' })
    },
  },
  {
    name: 'import from a path',
    build: async (b) => {
      await b.shell('mkdir -p ../outside/dir && echo x > ../outside/file && echo y > ../outside/dir/y')
      await b.run('import-url', '../outside/file', 'file')
      await b.run('import-url', '../outside/dir')
      await b.shell('echo changed > ../outside/file')
      await b.run('update', 'file.dvc')
    },
  },
  {
    name: 'import from a repository',
    build: async (b) => {
      await b.beside('source', async (other) => {
        await other.write({ 'data/a': 'a', 'data/sub/b': 'b', model: 'model', 'README.md': 'text' })
        await other.run('add', 'data', 'model')
      })
      await b.run('import', '../source/repo', 'model')
      await b.run('import', '../source/repo', 'data', '-o', 'imported')
      await b.run('import', '../source/repo', 'README.md')
    },
  },
  {
    name: 'data of DVC 2',
    build: async (b) => {
      await b.write({ 'old.txt': 'a\r\nb\r\n' })
      // As DVC 2 wrote it: no `hash`, and the digest of the text with newlines as on Unix.
      await b.write({
        'old.txt.dvc': 'outs:\n- md5: dd8c6a395b5dd36c56d23275028f526c\n  size: 6\n  path: old.txt\n',
        '.gitignore': '/old.txt\n',
      })
      await b.run('commit', '--force', 'old.txt.dvc')
    },
  },
  {
    name: 'data that were moved and removed',
    build: async (b) => {
      await b.write({ a: 'a', b: 'b', c: 'c', 'sub/x': 'x', keep: 'k' })
      await b.run('add', 'a', 'b', 'c', 'keep')
      await b.run('move', 'a', 'moved')
      await b.run('move', 'b', 'sub/')
      await b.run('remove', 'c.dvc', '--outs')
    },
  },
  {
    name: 'several remotes',
    build: async (b) => {
      await b.run('remote', 'add', 'Second', '../second')
      await b.run('remote', 'add', '--local', 'mine', '../mine')
      await b.run('remote', 'modify', '--local', 'mine', 'jobs', '3')
      await b.write({
        a: 'a',
        'dvc.yaml': 'stages:\n  s:\n    cmd: cp a out && cp a not\n    deps: [a]\n    outs:\n    - out\n    - not: {push: false}\n',
      })
      await b.run('add', 'a')
      await b.run('repro')
    },
  },
]
