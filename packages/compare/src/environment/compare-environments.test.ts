import type { RecordedPackage } from '@reprise/protocol'
import { describe, expect, it } from 'vitest'
import { compareEnvironments, type EnvironmentSide, parseCondaPackages, parseRequirements } from './index.ts'

const system = {
  timestamp: '2026-01-01T00:00:00+00:00',
  platform: { system: 'Linux', libc: 'glibc 2.36' },
  python: { version: '3.11.7', implementation: 'CPython', executable: '/a/python' },
  cpu: { cpu_count: 8, model_name: 'Xeon', flags: ['avx', 'avx512f', 'sse'] },
  gpu: { gpu_count: 1, gpus: [{ name: 'H200', uuid: 'GPU-1' }] },
  git: { commit_sha: 'abc', branch: 'main', has_uncommitted_changes: false, root: '/a' },
  environment_variables: { OMP_NUM_THREADS: '4' },
}
const packageOf = (name: string, version: string, rest: Partial<RecordedPackage> = {}): RecordedPackage => ({
  ecosystem: 'python',
  name,
  version,
  edited: [],
  ...rest,
})
const compare = (a: Partial<EnvironmentSide>, b: Partial<EnvironmentSide>) => compareEnvironments({ system, ...a }, { system, ...b })

describe('compareEnvironments', () => {
  it('finds no difference where only the moment, the machine and places are others', () => {
    const elsewhere = {
      ...system,
      timestamp: 'later',
      python: { ...system.python, executable: '/b/python' },
      gpu: { gpu_count: 1, gpus: [{ name: 'H200', uuid: 'GPU-2' }] },
      git: { ...system.git, root: '/b' },
    }
    const difference = compare({}, { system: elsewhere })
    expect(difference.areSame).toBe(true)
    expect(difference).toMatchObject({ python: [], packages: [], system: [], variables: [], git: [] })
  })

  it('tells packages that were added, removed, changed, edited and built anew', () => {
    const a = [
      packageOf('gone', '1'),
      packageOf('numpy', '1.26'),
      packageOf('Edited_It', '1', { fingerprint: 'e' }),
      packageOf('built', '1', { fingerprint: 'a' }),
      packageOf('same', '1'),
    ]
    const b = [
      packageOf('new', '2'),
      packageOf('numpy', '2.0'),
      packageOf('edited-it', '1', { fingerprint: 'e', edited: ['x.py'] }),
      packageOf('built', '1', { fingerprint: 'b' }),
      packageOf('same', '1'),
    ]
    const { packages, areSame } = compare({ packages: a }, { packages: b })
    expect(areSame).toBe(false)
    expect(packages.map(({ kind, subject, a: left, b: right }) => [kind, subject, left, right])).toEqual([
      ['REBUILT', 'built', 'a', 'b'],
      ['EDITED', 'Edited_It', undefined, 'x.py'],
      ['REMOVED', 'gone', '1', undefined],
      ['ADDED', 'new', undefined, '2'],
      ['VERSION', 'numpy', '1.26', '2.0'],
    ])
  })

  it('says nothing about packages that only one side lists, and says so', () => {
    const difference = compare(
      { packages: [packageOf('numpy', '1'), { ...packageOf('x', '1'), ecosystem: 'conda' }] },
      { packages: [packageOf('numpy', '1')] },
    )
    expect(difference).toMatchObject({ packages: [], unknownPackages: ['conda'], areSame: true })
  })

  it('counts every version of a Node package', () => {
    const node = (version: string): RecordedPackage => ({ ...packageOf('ms', version), ecosystem: 'node' })
    const { packages } = compare({ packages: [node('1.0.0'), node('2.0.0')] }, { packages: [node('2.0.0')] })
    expect(packages).toMatchObject([{ kind: 'REMOVED', subject: 'ms', a: '1.0.0' }])
  })

  it('tells Python, system, flags of the processor and git', () => {
    const other = {
      ...system,
      python: { ...system.python, version: '3.12.1' },
      platform: { system: 'Linux', libc: 'musl' },
      cpu: { ...system.cpu, flags: ['avx', 'sse', 'amx'] },
      git: { ...system.git, commit_sha: 'def', has_uncommitted_changes: true },
    }
    expect(compare({}, { system: other })).toMatchObject({
      python: [{ subject: 'version', a: '3.11.7', b: '3.12.1' }],
      system: [{ subject: 'platform.libc', a: 'glibc 2.36', b: 'musl' }],
      cpuFlags: { onlyInA: ['avx512f'], onlyInB: ['amx'] },
      git: [
        { subject: 'commit_sha', a: 'abc', b: 'def' },
        { subject: 'has_uncommitted_changes', a: 'false', b: 'true' },
      ],
    })
  })

  it('takes anything for a system, and finds what it can', () => {
    for (const odd of [null, [], 'text', 7, { cpu: 'x', git: [] }]) expect(compare({ system: odd }, { system: odd }).areSame).toBe(true)
  })
})

describe('variables', () => {
  const shown = { name: 'OMP_NUM_THREADS', value: '4' }

  it('are compared by value, by digest of the same salt, and by being there', () => {
    const a = [shown, { name: 'HIDDEN', digest: 'x' }, { name: 'SAME', digest: 's' }, { name: 'API_KEY' }, { name: 'PWD', digest: '1' }]
    const b = [
      { ...shown, value: '8' },
      { name: 'HIDDEN', digest: 'y' },
      { name: 'SAME', digest: 's' },
      { name: 'PWD', digest: '2' },
    ]
    expect(compare({ variables: a, salt: 'salt' }, { variables: b, salt: 'salt' })).toMatchObject({
      variables: [
        { subject: 'API_KEY', a: 'set', b: undefined },
        { subject: 'HIDDEN', a: 'one value', b: 'another value' },
        { subject: 'OMP_NUM_THREADS', a: '4', b: '8' },
      ],
      unknownVariables: 0,
    })
  })

  it('are unknown where salts differ', () => {
    const difference = compare(
      { variables: [{ name: 'HIDDEN', digest: 'x' }], salt: 'one' },
      { variables: [{ name: 'HIDDEN', digest: 'y' }], salt: 'two' },
    )
    expect(difference).toMatchObject({ variables: [], unknownVariables: 1, areSame: true })
  })

  it('are taken from system_info.json where nothing else is known', () => {
    const { variables } = compare(
      {},
      {
        variables: [
          { name: 'HIDDEN', digest: 'x' },
          { ...shown, value: '8' },
        ],
        salt: 's',
      },
    )
    expect(variables).toEqual([{ subject: 'OMP_NUM_THREADS', a: '4', b: '8' }])
  })
})

it('reads the files that people write', () => {
  expect(parseRequirements('# x\n\nnumpy==1.21.0\nfoo[bar] == 2 ; python_version > "3"\ngit_one @ git+https://h/x@c\n-e .\n')).toEqual([
    packageOf('numpy', '1.21.0'),
    packageOf('foo', '2'),
    packageOf('git_one', '', { source: 'git+https://h/x@c' }),
  ])
  expect(parseCondaPackages('# x\nnumpy=1.21.0=py39\n')).toEqual([
    { ecosystem: 'conda', name: 'numpy', version: '1.21.0=py39', edited: [] },
  ])
})
