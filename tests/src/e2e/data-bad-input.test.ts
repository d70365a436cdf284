import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise, type Ended } from './reprise.ts'

const EMPTY = 'd41d8cd98f00b204e9800998ecf8427e'
let temporary: TemporaryFolder
let count = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('data-bad-input')))
afterAll(() => temporary.remove())

/** A project as `reprise init` leaves it, alone in a folder, so that what is written beside it is seen. */
function makeProject(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = join(temporary.path, String(count++), 'project')
  const all = { '.dvc/config': '', '.dvc/.gitignore': '/config.local\n/tmp\n/cache\n', '.dvcignore': '', ...files }
  for (const [path, content] of Object.entries(all)) write(folder, path, content)
  execFileSync('git', ['init', '--quiet', folder])
  return folder
}

function write(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

async function run(folder: string, ...args: readonly string[]): Promise<Ended> {
  const ended = await reprise(args, {
    cwd: folder,
    env: { HOME: temporary.path, XDG_CACHE_HOME: join(temporary.path, 'cache'), GIT_CONFIG_GLOBAL: '/dev/null' },
  })
  // No stack trace, whatever it is.
  expect(ended.stderr).not.toMatch(/^ {4}at |mistake in Reprise/m)
  return ended
}

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join()}]`),
].join('\n')
const stage = (fields: string): string => `stages:\n  s:\n    cmd: echo\n${fields}`

describe('a broken file is told of with its name and place, and nothing is done', () => {
  it.each<readonly [what: string, file: string, content: string | Uint8Array, code: number, message: RegExp]>([
    [
      'a list that does not end',
      'dvc.yaml',
      'stages:\n  a: [1,\n',
      1,
      /'dvc\.yaml' is invalid\.\s+Expected the node content.* in line 3, column 1/,
    ],
    ['a tab', 'dvc.yaml', 'stages:\n\ta: 1\n', 1, /'dvc\.yaml' is invalid\.[^]*in line 2, column 1/],
    ['two equal keys', 'data.dvc', 'outs: []\nouts: []\n', 1, /'data\.dvc' is invalid\.\s+Found duplicate key "outs", in line 2, column 1/],
    ['a NUL', 'data.dvc', 'outs:\n- path: a\0\n', 1, /'data\.dvc' is invalid\.[^]*#x0000.* in line 2, column 10/],
    [
      'bytes that are no text',
      'dvc.yaml',
      Buffer.from('stages:\n  s:\n    cmd: \xff\n', 'latin1'),
      1,
      /unable to read: 'dvc\.yaml', is not valid utf-8: line 3/,
    ],
    [
      'a field of the wrong type',
      'dvc.yaml',
      stage('    deps: in\n'),
      1,
      /'dvc\.yaml' validation failed\.\s+expected a list, in stages -> s -> deps, line 4, column 5/,
    ],
    ['deep nesting', 'dvc.yaml', `a: ${'['.repeat(9_000)}`, 1, /deeper than 250 levels, in line 1/],
    ['aliases that stand for very much', 'dvc.yaml', bomb, 1, /more than 5000000 values, in line 7/],
    [
      'a matrix of very many stages',
      'dvc.yaml',
      stage(`    matrix: {${[...'abcdefghi'].map((axis) => `${axis}: [0,1,2,3,4,5,6,7,8,9]`).join()}}\n`),
      1,
      /'stages\.s\.matrix' in 'dvc\.yaml': it has 1000000000 combinations/,
    ],
    [
      'ten million characters without a blank',
      'dvc.yaml',
      'x'.repeat(10_000_000),
      1,
      /'dvc\.yaml' is invalid\.\s+Found a word that is too long/,
    ],
    [
      'a template of a variable of the environment',
      'dvc.yaml',
      'stages:\n  s:\n    cmd: echo ${HOME} ${constructor}\n',
      1,
      /'stages\.s\.cmd' in 'dvc\.yaml': Could not find 'HOME'/,
    ],
    ['an option that is none', '.dvc/config', '[core]\n    bogus = 1\n', 251, /extra keys not allowed @ data\['core'\]\['bogus'\]/],
    ['a section that does not end', '.dvc/config', '[core]\n    remote = r\n[core\n', 251, /Invalid line \('\[core'\).* at line 3/],
    ['a pattern that is none', '.dvcignore', '[z-a]\n', 1, /Invalid git pattern: '\[z-a\]'/],
    ['a pattern of any length', '.dvcignore', 'a'.repeat(100_000), 1, /Invalid git pattern: 'a+…'/],
    ['patterns that are no text', '.dvcignore', Buffer.from([0xff]), 1, /\.dvcignore is not a text in UTF-8/],
  ])('%s in %s', async (...row) => {
    const [, file, content, code, message] = row
    const folder = makeProject({ [file]: content })
    const before = readFileSync(join(folder, file))
    expect(await run(folder, 'status')).toMatchObject({ code, stderr: expect.stringMatching(message) })
    expect(readFileSync(join(folder, file))).toEqual(before)
  })

  it('in parameters, which are not the pipeline', async () => {
    const folder = makeProject({ 'dvc.yaml': 'stages:\n  s:\n    cmd: touch ran\n    params: [p.yaml: [a]]\n', 'p.yaml': 'a: 1\nb: [\n' })
    const message = "ERROR: failed to reproduce 's': unable to read: 'p.yaml', YAML file structure is corrupted: "
    expect(await run(folder, 'repro')).toMatchObject({ code: 255, stderr: expect.stringContaining(message) })
    expect(readdirSync(folder)).not.toContain('ran')
  })

  it('marks of Windows are read', async () => {
    const folder = makeProject({ 'dvc.yaml': '\ufeffstages:\r\n  s:\r\n    cmd: echo\r\n', 'params.yaml': '\ufeffa: 1\r\n' })
    expect(await run(folder, 'status')).toMatchObject({ code: 0, stdout: 's:\n\talways changed\n' })
  })
})

describe('stages that can not be', () => {
  it.each([
    [
      'a circle',
      '  a: {cmd: x, deps: [q], outs: [p]}\n  b: {cmd: x, deps: [p], outs: [q]}\n',
      'both a dependency and an output in stages: a, b',
    ],
    [
      'an output in an output',
      '  a: {cmd: x, outs: [d]}\n  b: {cmd: x, outs: [d/e]}\n',
      "The output paths:\n'd'('a')\n'd/e'('b')\noverlap",
    ],
    ['one output of two stages', '  a: {cmd: x, outs: [d]}\n  b: {cmd: x, outs: [d]}\n', "output 'd' is specified in:"],
    ['one output twice', '  a: {cmd: x, outs: [d, ./d]}\n', "output 'd' is already specified in stage: 'a'"],
    ['an output in a dependency', '  a: {cmd: x, deps: [d], outs: [d/e]}\n', 'both a dependency and an output in stage: a'],
    ['a dependency that is not there', '  a: {cmd: touch ran, deps: [nowhere]}\n', "dependency 'nowhere' does not exist"],
    [
      'a working folder above the project',
      '  a: {cmd: touch ran, wdir: ../..}\n',
      "stage working dir '../..' of 'a' in 'dvc.yaml' is outside of DVC repo",
    ],
    ['an output of git', '  a: {cmd: touch ran, outs: [.git/hooks]}\n', "/.git/hooks' is ignored by :.git"],
    ['an output that is the configuration', '  a: {cmd: touch ran, outs: [.dvc/config]}\n', "/.dvc/config' is ignored by :.dvc/"],
    ['an output that is the pipeline', '  a: {cmd: touch ran, outs: [dvc.yaml]}\n', "DVC file 'dvc.yaml' cannot be an output."],
    ['a path with a NUL', '  a: {cmd: touch ran, outs: ["a\\0b"]}\n', '"a\\u0000b" is no path.'],
  ])('%s', async (_what, stages, message) => {
    const folder = makeProject({ 'dvc.yaml': `stages:\n${stages}` })
    const git = readdirSync(join(folder, '.git')).toSorted()
    expect(await run(folder, 'repro')).toMatchObject({ code: 255, stderr: expect.stringContaining(message) })
    expect(readdirSync(folder)).not.toContain('ran')
    expect(readdirSync(join(folder, '.git')).toSorted()).toEqual(git)
    expect(existsSync(join(folder, 'dvc.lock'))).toBe(false)
  })
})

describe('a .dvc file of a stranger writes nothing but data of the project', () => {
  it.each([
    ['.git/hooks/post-checkout', 255, "/.git/hooks/post-checkout' is ignored by :.git"],
    ['sub/.GIT/config', 255, "/sub/.GIT/config' is ignored by :.git"],
    ['.dvc/config', 255, "/.dvc/config' is ignored by :.dvc/"],
    ['other.dvc', 255, "DVC file 'other.dvc' cannot be an output."],
    ['../beside', 0, ''],
  ])('%s', async (path, code, message) => {
    const out = `outs:\n- md5: ${EMPTY}\n  hash: md5\n  isexec: true\n  path: ${path}\n`
    const folder = makeProject({ 'data.dvc': out, [`.dvc/cache/files/md5/${EMPTY.slice(0, 2)}/${EMPTY.slice(2)}`]: '' })
    expect(await run(folder, 'checkout', '--force')).toMatchObject({ code, stderr: expect.stringContaining(message) })
    expect(existsSync(join(folder, path))).toBe(path === '.dvc/config')
    expect(readdirSync(dirname(folder))).toEqual(['project'])
  })

  it('through a link neither', async () => {
    const folder = makeProject({
      'data.dvc': `outs:\n- md5: ${EMPTY}\n  hash: md5\n  path: away/f\n`,
      [`.dvc/cache/files/md5/${EMPTY.slice(0, 2)}/${EMPTY.slice(2)}`]: '',
    })
    mkdirSync(join(folder, '../outside'))
    symlinkSync('../outside', join(folder, 'away'))
    expect(await run(folder, 'checkout', '--force')).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('leads out of the project'),
    })
    expect(readdirSync(join(folder, '../outside'))).toEqual([])
  })

  it('nor does a list of files of a stranger’s remote', async () => {
    const paths = ['../../evil', '/tmp/reprise-evil', 'a\0b', '.git/hooks/post-checkout', 'x/.dvc/config', '', '.', 'a/', 'a//b']
    const lists = [
      ...paths.map((relpath) => [{ md5: EMPTY, relpath }]),
      [
        { md5: EMPTY, relpath: 'a' },
        { md5: EMPTY, relpath: 'a' },
      ],
      [
        { md5: EMPTY, relpath: 'a' },
        { md5: EMPTY, relpath: 'a/b' },
      ],
      [{ md5: '../../../../etc/passwd', relpath: 'a' }],
      { no: 'list' },
    ]
    const folder = makeProject({ '.dvc/config': '[core]\n    remote = r\n[\'remote "r"\']\n    url = ../../remote\n' })
    const store = join(folder, '../remote/files/md5')
    write(store, `${EMPTY.slice(0, 2)}/${EMPTY.slice(2)}`, '')
    for (const [index, list] of lists.entries()) {
      const text = JSON.stringify(list)
      const digest = createHash('md5').update(text).digest('hex')
      write(store, `${digest.slice(0, 2)}/${digest.slice(2)}.dir`, text)
      write(folder, `d${index}.dvc`, `outs:\n- md5: ${digest}.dir\n  hash: md5\n  path: d${index}\n`)
    }
    const { code, stderr } = await run(folder, 'pull', '--force')
    expect(code).toBe(1)
    expect(stderr).toMatch(/which does not stay below its folder|is no place for data/)
    expect(readdirSync(folder).filter((name) => /^d\d+$/.test(name))).toEqual([])
    expect([readdirSync(dirname(folder)).toSorted(), existsSync('/tmp/reprise-evil')]).toEqual([['project', 'remote'], false])
    const { code: again, stderr: why } = await run(folder, 'checkout', 'd3.dvc')
    expect([again, why]).toEqual([255, expect.stringContaining('is no place for data')])
  })

  it('and a repository that it names runs nothing', async () => {
    const ran = join(temporary.path, 'ran')
    const attack = (url: string): string =>
      `frozen: true\ndeps:\n- path: f\n  repo:\n    url: ${JSON.stringify(url)}\n    rev: ${JSON.stringify(`--upload-pack=touch ${ran}`)}\n    rev_lock: ${JSON.stringify(`--output=${ran}`)}\nouts:\n- md5: ${EMPTY}\n  hash: md5\n  path: i\n`
    for (const url of [`--upload-pack=touch ${ran}`, `ext::sh -c touch% ${ran}`, `ssh://-oProxyCommand=touch ${ran}/x`]) {
      const folder = makeProject({ 'i.dvc': attack(url) })
      expect(await run(folder, 'update', 'i.dvc')).toMatchObject({ code: 1 })
      expect(await run(folder, 'import', '--', url, 'f')).toMatchObject({ code: 1 })
    }
    expect(existsSync(ran)).toBe(false)
  })
})
