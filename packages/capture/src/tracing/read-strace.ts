import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Access } from './access.ts'
import { textOf } from './file-names.ts'

/** Reads what strace wrote, a line at a time. */
export async function* readStrace(log: string): AsyncGenerator<Access> {
  const begun = new Map<string, string>()
  let order = 0n
  for await (const line of createInterface({ input: createReadStream(log, 'latin1') })) {
    const [, pid = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const call = joinHalves(begun, pid, text)
    if (call !== undefined) yield* accessesOf(call, (order += 1n))
  }
}

/** Calls of several processes cut each other off: the arguments stand before, the result after. */
function joinHalves(begun: Map<string, string>, pid: string, text: string): string | undefined {
  if (text.endsWith(' <unfinished ...>')) {
    begun.set(pid, text.slice(0, -' <unfinished ...>'.length))
    return undefined
  }
  const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1]
  if (rest === undefined) return text
  const first = begun.get(pid) ?? ''
  begun.delete(pid)
  return first + rest
}

function accessesOf(call: string, order: bigint): Access[] {
  const [, name = '', args = '', result = ''] = /^(\w+)\((.*)\) += (\S.*)$/.exec(call) ?? []
  if (name === '' || /^[-?]/.test(result)) return []
  const access = (path: string | undefined, kind: Access['kind']): Access[] =>
    path === undefined || !path.startsWith('/') ? [] : [{ path: path.replace(/ \(deleted\)$/, ''), kind, order, source: 'TRACE' }]
  const texts = Array.from(args.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, text = '']) => unescape(text))
  const folders = Array.from(args.matchAll(/(?:^|, )(?:AT_FDCWD|\d+)<([^>]*)>, "/g), ([, folder = '']) => unescape(folder))
  if (name === 'execve' || name === 'execveat') return access(texts[0], 'module')
  const target = texts.at(-1)
  const named = target === undefined ? undefined : resolve(folders.at(-1) ?? '/', target)
  if (name.startsWith('open') || name === 'creat') {
    const path = /^\d+<(.*)>$/.exec(result)?.[1]
    const kinds = name === 'creat' ? (['write'] as const) : kindsOf(args)
    const real = path === undefined ? undefined : unescape(path)
    // By its own name where links led elsewhere.
    const looks = kinds.length > 0 && named !== real ? access(named, 'look') : []
    return [...looks, ...kinds.flatMap((kind) => access(real, kind))]
  }
  if (name === 'getdents64') return access(unescape(/^\d+<(.*)>, /.exec(args)?.[1] ?? ''), 'list')
  if (name.endsWith('stat') || name === 'statx' || name === 'newfstatat') return target === '' ? [] : access(named, 'look')
  if (named === undefined) return []
  const moved = name.startsWith('rename') ? access(resolve(folders.at(-2) ?? folders.at(-1) ?? '/', texts.at(-2) ?? ''), 'write') : []
  return [...moved, ...access(named, 'write')]
}

function kindsOf(args: string): readonly Access['kind'][] {
  if (args.includes('O_DIRECTORY') || args.includes('O_PATH')) return []
  if (args.includes('O_WRONLY')) return ['write']
  if (args.includes('O_RDWR')) return args.includes('O_TRUNC') ? ['write'] : ['read', 'write']
  return args.includes('O_TRUNC') ? ['read', 'write'] : ['read']
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v', f: '\f' }

/** As C writes it, in bytes. */
function unescape(text: string): string {
  const bytes = text.replace(/\\([0-7]{1,3}|.)/g, (_whole, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
  )
  return textOf(Buffer.from(bytes, 'latin1'))
}
