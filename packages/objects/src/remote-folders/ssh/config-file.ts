import { globSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'

/** What `~/.ssh/config` says of a host, by option in small letters. */
export interface HostConfig {
  /** The first value of an option, with its tokens (`%h`, `~`) replaced. */
  get(option: string): string | undefined
  /** All values of one that may be given several times. */
  all(option: string): readonly string[]
}

interface Asked {
  readonly host: string
  readonly user: string | undefined
  readonly home: string
}

const several = new Set(['identityfile'])
const DEEPEST = 16

/** Reads the file as OpenSSH does: the first value of an option wins. Of `Match`, `all`, `host`, `originalhost`, `user` and `localuser` are known; others match nothing. */
export function readHostConfig(asked: Asked): HostConfig {
  const found = new Map<string, string[]>()
  readFile(join(asked.home, '.ssh', 'config'), { asked, found, depth: 0, applies: true })
  const expand = (value: string): string => expandTokens(value, asked, found.get('hostname')?.[0])
  return {
    get: (option) => {
      const [value] = found.get(option) ?? []
      return value === undefined ? undefined : expand(value)
    },
    all: (option) => (found.get(option) ?? []).map(expand),
  }
}

interface Reading {
  readonly asked: Asked
  readonly found: Map<string, string[]>
  readonly depth: number
  applies: boolean
}

function readFile(path: string, reading: Reading): void {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new RepriseError('PERMISSION_DENIED', `${path} can not be read: ${(error as Error).message}`, { cause: error })
  }
  for (const line of text.split('\n')) readLine(line.trim(), reading)
}

function readLine(line: string, reading: Reading): void {
  const [, name = '', rest = ''] = /^([A-Za-z]\w*)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? []
  if (name === '') return
  const option = name.toLowerCase()
  const words = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const { asked, found, depth } = reading
  if (option === 'host') reading.applies = matchesHost(words, asked.host)
  else if (option === 'match') reading.applies = matchesAll(words, reading)
  else if (!reading.applies) return
  else if (option === 'include') {
    if (depth < DEEPEST)
      for (const file of words.flatMap((word) => filesOf(word, asked.home))) readFile(file, { ...reading, depth: depth + 1 })
  } else {
    const values = found.get(option)
    const value = option === 'userknownhostsfile' || option === 'proxycommand' ? rest.trim() : (words[0] ?? '')
    if (values === undefined) found.set(option, [value])
    else if (several.has(option)) values.push(value)
  }
}

function filesOf(pattern: string, home: string): string[] {
  const path = pattern.replace(/^~(?=\/)/, home)
  return globSync(isAbsolute(path) ? path : join(home, '.ssh', path)).sort()
}

function matchesHost(patterns: readonly string[], host: string): boolean {
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), host))) return false
  return patterns.some((pattern) => matchesPattern(pattern, host))
}

/** `*` and `?`, in any case, as in `~/.ssh/config` and `known_hosts`. */
export function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'i').test(name)
}

function matchesAll(words: readonly string[], { asked, found }: Reading): boolean {
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') return true
  const values: Readonly<Record<string, string | undefined>> = {
    host: found.get('hostname')?.[0] ?? asked.host,
    originalhost: asked.host,
    user: asked.user ?? found.get('user')?.[0] ?? userInfo().username,
    localuser: userInfo().username,
  }
  for (let at = 0; at < words.length; at += 2) {
    const value = values[words[at]?.toLowerCase() ?? '']
    if (value === undefined || !matchesHost((words[at + 1] ?? '').split(','), value)) return false
  }
  return words.length > 0
}

function expandTokens(value: string, { host, user, home }: Asked, hostName: string | undefined): string {
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    h: hostName ?? host,
    n: host,
    d: home,
    u: userInfo().username,
    r: user ?? userInfo().username,
  }
  return value
    .replace(/^~(?=\/|$)/, home)
    .replace(/%(.)/g, (whole, letter: string) => (letter === 'h' && value === hostName ? host : (tokens[letter] ?? whole)))
}
