import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from './index.ts'

let root: string
beforeAll(() => void (root = mkdtempSync(join(tmpdir(), 'reprise-settings-'))))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let made = 0
/** A fresh folder, two levels deep, with a reprise.toml at the top of it. */
function folderWith(toml?: string): { top: string; below: string; file: string } {
  const top = join(root, String((made += 1)))
  const below = join(top, 'a', 'b')
  mkdirSync(below, { recursive: true })
  const file = join(top, 'reprise.toml')
  if (toml !== undefined) writeFileSync(file, toml)
  return { top, below, file }
}

describe('the order of settings', () => {
  it('is our variable, the variable of MLflow, the file, the default', () => {
    const { below: place } = folderWith('[tracking]\nuri = "http://file"')
    const ours = { REPRISE_TRACKING_URI: 'http://ours' }
    const theirs = { MLFLOW_TRACKING_URI: 'http://theirs' }
    const read = (environment: Record<string, string>, at = place): string => readSettings({ environment, folder: at }).settings.trackingUri
    expect(read({ ...theirs, ...ours })).toBe('http://ours')
    expect(read(theirs)).toBe('http://theirs')
    expect(read({})).toBe('http://file')
    expect(read({}, folderWith().below)).toBe('http://localhost:5000')
  })

  it('counts an empty variable as not set', () => {
    const { below: place } = folderWith('[tracking]\nexperiment = "from the file"')
    expect(readSettings({ environment: { MLFLOW_EXPERIMENT_NAME: '' }, folder: place }).settings.experimentName).toBe('from the file')
  })

  it('takes the nearest reprise.toml alone', () => {
    const { top, below: place } = folderWith('[tracking]\nuri = "http://far"\nexperiment = "far"')
    writeFileSync(join(top, 'a', 'reprise.toml'), '[tracking]\nuri = "http://near"')
    const { settings } = readSettings({ environment: {}, folder: place })
    expect([settings.trackingUri, settings.experimentName]).toEqual(['http://near', undefined])
  })

  it('says where each value came from', () => {
    const { below: place, file } = folderWith('[server]\nport = 8080')
    const { sources } = readSettings({ environment: { MLFLOW_TRACKING_TOKEN: 't' }, folder: place })
    expect([sources.get('port'), sources.get('token'), sources.get('host'), sources.get('username')]).toEqual([
      file,
      'MLFLOW_TRACKING_TOKEN',
      'default',
      undefined,
    ])
  })
})

describe('reprise.toml', () => {
  it('gives numbers and lists as texts', () => {
    const { below } = folderWith('[server]\nport = 8080\nallowed_hosts = ["ml.lan", "ml"]')
    const { settings } = readSettings({ environment: {}, folder: below })
    expect([settings.port, settings.allowedHosts]).toEqual(['8080', 'ml.lan,ml'])
  })

  it('names files relative to itself, and leaves URLs alone', () => {
    const { top, below } = folderWith('[server]\nstore = "data/runs.db"\n[tracking]\nuri = "file:./runs"')
    const { settings } = readSettings({ environment: { REPRISE_ARTIFACTS: 'here' }, folder: below })
    expect([settings.store, settings.trackingUri, settings.artifacts]).toEqual([join(top, 'data', 'runs.db'), 'file:./runs', 'here'])
  })

  it('that is no TOML is a problem with line and column; the other sources hold', () => {
    const { below, file } = folderWith('[tracking]\nuri = http://x\n')
    const { problems, settings } = readSettings({ environment: { REPRISE_PORT: '1' }, folder: below })
    expect(problems.map(({ message }) => message.replace(file, 'FILE'))).toEqual([expect.stringMatching(/^FILE:2:\d+: /)])
    expect([settings.trackingUri, settings.port]).toEqual(['http://localhost:5000', '1'])
  })

  it('with a table where a text belongs is a problem that names the key', () => {
    const { below } = folderWith('[tracking.uri]\nx = 1')
    expect(readSettings({ environment: {}, folder: below }).problems[0]?.message).toMatch(
      /^tracking\.uri in .* must be a text or a number\.$/,
    )
  })

  it('may hold sections of others, but no misspelt setting', () => {
    const { below, file } = folderWith('[tracking]\nurl = "http://x"\n[pipeline]\nx = 1')
    expect(readSettings({ environment: {}, folder: below }).unknownKeys).toEqual([`tracking.url in ${file}`])
  })
})

describe('values that can not be used', () => {
  it.each([
    ['REPRISE_PORT', 'abc', 'REPRISE_PORT is "abc": a port is a number from 0 to 65535.'],
    ['REPRISE_PORT', '65536', 'REPRISE_PORT is "65536": a port is a number from 0 to 65535.'],
    ['REPRISE_LOG_LEVEL', 'loud', 'REPRISE_LOG_LEVEL is "loud": a log level is trace, debug, info, warn, error or silent.'],
  ])('%s=%s is a problem, and the default holds', (name, value, message) => {
    const { problems, settings } = readSettings({ environment: { [name]: value }, folder: '/' })
    expect(problems.map((problem) => problem.message)).toEqual([message])
    expect([settings.port, settings.logLevel]).toEqual(['5000', 'warn'])
  })

  it.each(['0', '80', '9999', '10000', '59999', '64999', '65499', '65529', '65535'])('port %s can', (port) => {
    expect(readSettings({ environment: { REPRISE_PORT: port }, folder: '/' })).toMatchObject({ settings: { port }, problems: [] })
  })
})
