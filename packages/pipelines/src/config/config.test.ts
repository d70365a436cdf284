import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  checkConfig,
  getOption,
  isPathOption,
  listOptions,
  mergeConfigs,
  normalizePaths,
  parseConfig,
  parseOptionName,
  printConfig,
  resolvePaths,
  setOption,
  toStoredPath,
  unsetOption,
  type ConfigSection,
} from './index.ts'

/** What DVC 3.67.1 made of configuration files; `fixtures/generate.py` writes them. */
interface Recorded {
  readonly text: string
  readonly error?: string
  readonly parsed?: string
  readonly saved?: string
  readonly invalid?: string
}

const recorded = JSON.parse(readFileSync(new URL('./fixtures/configs.json', import.meta.url), 'utf8')) as Recorded[]

function toObject(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, toObject(inner)])) : value
}

test.each(recorded)('reads, writes and checks $text as DVC does', (row) => {
  if (row.error !== undefined) {
    expect(() => parseConfig(row.text)).toThrow(row.error)
    return
  }
  const config = parseConfig(row.text)
  expect(toObject(config)).toEqual(JSON.parse(row.parsed ?? ''))
  expect(printConfig(normalizePaths(config, '/repo/.dvc'))).toBe(row.saved)
  if (row.invalid === undefined) expect(() => checkConfig(config)).not.toThrow()
  else expect(() => checkConfig(config)).toThrow(row.invalid)
})

test('reads options as what they are', () => {
  const config = parseConfig(
    '[core]\nautostage = True\nremote = Main\nchecksum_jobs = 4\n[cache]\ntype = reflink, copy\n[\'remote "r"\']\nurl = ../x\n',
  )
  const { sections, remotes } = checkConfig(resolvePaths(config, '/repo/.dvc'))
  expect(toObject(sections)).toEqual({ core: { autostage: true, remote: 'main', checksum_jobs: 4 }, cache: { type: ['reflink', 'copy'] } })
  expect(toObject(remotes)).toEqual({ r: { url: '/repo/x' } })
})

test('sets, reads and removes options; the last one leaves a newline', () => {
  const config: ConfigSection = parseConfig('')
  setOption(config, parseOptionName('core.Remote'), 'r')
  setOption(config, parseOptionName('remote.R.url'), 's3://b/p')
  expect(printConfig(config)).toBe('[core]\n    remote = r\n[\'remote "r"\']\n    url = s3://b/p\n')
  expect(listOptions(config)).toEqual([
    ['remote.r.url', 's3://b/p'],
    ['core.remote', 'r'],
  ])
  expect(getOption(config, parseOptionName('remote.r.url'))).toBe('s3://b/p')
  expect(getOption(config, parseOptionName('cache.dir'))).toBeUndefined()
  unsetOption(config, parseOptionName('core.remote'))
  expect(() => unsetOption(config, parseOptionName('core.remote'))).toThrow("option 'remote' doesn't exist in section 'core'")
  expect(() => unsetOption(config, parseOptionName('remote.q.url'))).toThrow("remote 'q' doesn't exist")
  expect(printConfig(parseConfig(''))).toBe('\n')
  expect(() => parseOptionName('remote')).toThrow('name argument should look like')
})

test('lets later files win, option by option', () => {
  const merged = mergeConfigs([parseConfig('[core]\nremote = a\nautostage = true\n'), parseConfig('[core]\nremote = b\n')])
  expect(toObject(merged.get('core'))).toEqual({ remote: 'b', autostage: 'true' })
})

test('stores paths from the folder of the file', () => {
  const places = { cwd: '/repo/sub', folder: '/repo/.dvc' }
  expect(['../x', '/abs', 's3://b', '~/x', '../.dvc'].map((path) => toStoredPath(path, places))).toEqual([
    '../x',
    '/abs',
    's3://b',
    '~/x',
    '.',
  ])
  expect([isPathOption('cache', 'dir'), isPathOption('remote', 'url'), isPathOption('core', 'remote')]).toEqual([true, true, false])
})
