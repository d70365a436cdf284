import type { Deed } from './model.ts'

const run = (...args: readonly string[]): Deed => ({ do: 'run', args })
const write = (path: string, text: string): Deed => ({ do: 'write', path, text })

/** What random histories have found, as short as it can be told. */
export const found: readonly { readonly name: string; readonly deeds: readonly Deed[] }[] = [
  {
    name: 'data that are nowhere are warned of by fetch, and do not make it fail',
    deeds: [run('add', 'f0', '--no-commit'), run('fetch'), run('fetch', '--run-cache'), run('pull')],
  },
  {
    name: 'the run cache is pushed where the pipelines of today can not be read',
    deeds: [
      write('dvc.yaml', 'stages:\n  s0:\n    cmd: cat f0 > o0\n    deps: [f0]\n    outs: [o0]\n'),
      run('repro'),
      write('dvc.yaml', 'stages:\n  s0:\n    cmd: a\n  s0:\n    cmd: b\n'),
      run('push', '--run-cache'),
    ],
  },
  {
    name: 'a part of a folder is pushed, and got, with the list of all of it',
    deeds: [run('add', 'd0'), run('push', 'd0/a'), run('status', '--cloud', '--json'), { do: 'remove', path: '.dvc/cache' }, run('fetch')],
  },
  {
    name: 'a stage that templates make is not removed',
    deeds: [
      write('dvc.yaml', 'stages:\n  s0:\n    cmd: echo ${lr} > o0\n    outs: [o0]\n'),
      run('repro'),
      run('remove', 's0', '--outs'),
      run('status'),
    ],
  },
  {
    name: 'a link to nowhere in a folder that a stage depends on',
    deeds: [
      { do: 'link', path: 'd0/linked', target: '../../outside' },
      write('dvc.yaml', 'stages:\n  s0:\n    cmd: ls d0 > o0\n    deps: [d0]\n    outs: [o0]\n'),
      run('repro'),
      run('add', 'd0'),
    ],
  },
  {
    name: 'data that git has never had are moved while changes are staged for git',
    deeds: [run('add', 'f0'), run('config', 'core.autostage', 'true'), run('move', 'f0', 'sub/'), run('remove', 'sub/f0.dvc')],
  },
  {
    name: 'data in the work tree are listed once',
    deeds: [run('add', 'f0', 'd0'), run('list', '.', '--recursive'), run('list', '.', 'd0', '--dvc-only')],
  },
  {
    name: 'folders in a folder of which nothing is known are told of',
    deeds: [run('add', 'd0', '--no-commit'), { do: 'run', args: ['data', 'status', '--json', '--granular'], isJson: true }],
  },
  {
    name: 'what was imported and not got is told by data status',
    deeds: [run('import-url', '--no-download', 'f0', 'got'), { do: 'run', args: ['data', 'status', '--json'], isJson: true }],
  },
  {
    name: 'a digest that a .dvc file need not have goes when it is recorded anew',
    deeds: [
      write('f0.dvc', 'md5: 0123456789abcdef0123456789abcdef\nouts:\n- path: f0\n  desc: it\n'),
      run('commit', '--force'),
      run('status'),
    ],
  },
]
