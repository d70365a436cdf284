/**
 * A module that `node --require` loads first and that notes which files a program opens, in the lines of python-hook.ts. CommonJS without
 * new syntax, since it runs in whatever Node.js the command uses. Functions of `fs` keep their names, lengths and properties; a call
 * is noted and then made as it was. Nothing here throws.
 */
export const nodeHook = String.raw`'use strict'
;(() => {
  // Of the command, in whose process this runs.
  const { env } = process
  const folder = env.REPRISE_TRACE_FOLDER
  if (!folder) return
  const fs = require('fs')
  const path = require('path')
  const url = require('url')
  const Module = require('module')
  const own = {}
  for (const name of ['statSync', 'openSync', 'writeSync', 'closeSync', 'fstatSync', 'copyFileSync', 'existsSync', 'lstatSync']) own[name] = fs[name]
  const keep = Number(env.REPRISE_TRACE_KEEP || 0)
  let left = Number(env.REPRISE_TRACE_KEEP_ALL || 0)
  const work = (env.REPRISE_TRACE_ROOT || '') + path.sep
  const begun = Date.now()
  const seen = { r: new Set(), w: new Set(), m: new Set(), d: new Set(), l: new Set() }
  const prefix = folder + path.sep
  const now = () => String(process.hrtime.bigint())
  const log = prefix + process.pid + '-' + now()
  let thread = 0
  try { thread = require('worker_threads').threadId } catch {}
  let copies = 0
  let descriptor

  const write = (entry) => {
    if (descriptor === undefined) descriptor = own.openSync(log + '-' + thread + '.jsonl', 'a', 0o600)
    own.writeSync(descriptor, JSON.stringify(entry) + '\n')
  }
  const toPath = (given) => {
    if (typeof given === 'number' || given === null || given === undefined) return undefined
    if (typeof given === 'object' && given.fd !== undefined && !(given instanceof URL)) return undefined
    const text = given instanceof URL ? url.fileURLToPath(given) : Buffer.isBuffer(given) ? given.toString() : String(given)
    const full = path.resolve(text)
    return full.startsWith(prefix) ? undefined : full
  }
  const statOf = (file) => {
    try {
      const found = own.statSync(file, { bigint: true })
      return found.isFile() ? found : undefined
    } catch {
      return undefined
    }
  }
  const describe = (found) =>
    found === undefined ? null : [Number(found.size), String(found.mtimeNs), String(found.ctimeNs), String(found.ino)]
  const note = (kind, given) => {
    try {
      const file = toPath(given)
      if (file === undefined || seen[kind].has(file)) return
      const found = statOf(file)
      if (found === undefined && kind !== 'w') return
      seen[kind].add(file)
      if (kind === 'w' && found !== undefined && seen.r.has(file) && found.size <= keep && found.size <= left) {
        left -= Number(found.size)
        const name = 'copy-' + process.pid + '-' + thread + '-' + copies++
        own.copyFileSync(file, prefix + name)
        write({ t: now(), k: 'c', p: file, s: describe(found), f: name })
      }
      write({ t: now(), k: kind, p: file, s: describe(found) })
    } catch {}
  }
  const noteFolder = (given) => {
    try {
      const folder = toPath(given)
      if (folder === undefined || seen.d.has(folder)) return
      seen.d.add(folder)
      write({ t: now(), k: 'd', p: folder, s: null })
    } catch {}
  }
  // What was there before the program is part of what it started from, whether it looks into it or not.
  const noteRemoval = (given) => {
    try {
      const file = toPath(given)
      if (file === undefined || seen.w.has(file)) return
      const found = own.lstatSync(file, { bigint: true })
      if (found.isFile() && file.startsWith(work) && Number(found.ctimeMs) < begun) note('r', file)
      note('w', file)
    } catch {}
  }
  const noteFlags = (given, flags) => {
    const text = flags === undefined || flags === null || typeof flags === 'function' ? 'r' : flags
    const writes = typeof text === 'number' ? (text & 3) !== 0 : /[wax+]/.test(String(text))
    const reads = typeof text === 'number' ? (text & 3) !== 1 && (text & 512) === 0 : /r|a\+/.test(String(text))
    const appends = typeof text === 'number' ? (text & 1024) !== 0 : /a/.test(String(text))
    if (reads || (appends && !seen.w.has(toPath(given)))) note('r', given)
    if (writes) note('w', given)
  }
  const wrap = (object, name, before) => {
    const original = object[name]
    if (typeof original !== 'function') return
    const wrapped = function (...args) {
      try { before(args) } catch {}
      return Reflect.apply(original, this, args)
    }
    const descriptors = Object.getOwnPropertyDescriptors(original)
    delete descriptors.prototype
    try { Object.defineProperties(wrapped, descriptors) } catch {}
    const place = Object.getOwnPropertyDescriptor(object, name)
    if (place && (place.configurable || place.writable)) Object.defineProperty(object, name, { ...place, value: wrapped })
  }
  const reads = ([file]) => note('r', file)
  const writes = ([file]) => note('w', file)
  const copies2 = ([from, to]) => { note('r', from); note('w', to) }
  for (const target of [fs, fs.promises]) {
    for (const suffix of target === fs ? ['', 'Sync'] : ['']) {
      wrap(target, 'open' + suffix, ([file, flags]) => noteFlags(file, flags))
      wrap(target, 'readFile' + suffix, reads)
      wrap(target, 'writeFile' + suffix, writes)
      wrap(target, 'appendFile' + suffix, ([file]) => noteFlags(file, 'a'))
      wrap(target, 'truncate' + suffix, writes)
      wrap(target, 'unlink' + suffix, ([file]) => noteRemoval(file))
      wrap(target, 'rm' + suffix, ([file]) => noteRemoval(file))
      for (const look of ['stat', 'lstat', 'access']) wrap(target, look + suffix, ([file]) => note('l', file))
      for (const list of ['readdir', 'opendir']) wrap(target, list + suffix, ([folder]) => noteFolder(folder))
      wrap(target, 'copyFile' + suffix, copies2)
      wrap(target, 'rename' + suffix, ([from, to]) => { noteRemoval(from); note('w', to) })
    }
  }
  wrap(fs, 'existsSync', ([file]) => note('l', file))
  wrap(fs, 'createReadStream', reads)
  wrap(fs, 'createWriteStream', ([file, options]) => noteFlags(file, (options && options.flags) || 'w'))
  if (Module.syncBuiltinESMExports) Module.syncBuiltinESMExports()
  if (Module.registerHooks) {
    Module.registerHooks({
      load: (address, context, next) => {
        if (address.startsWith('file:')) note('m', url.fileURLToPath(address.split(/[?#]/, 1)[0]))
        return next(address, context)
      },
    })
  }
  process.on('exit', () => {
    for (const file of Object.keys(require.cache)) note('m', file)
  })
  if (process.argv[1]) note('m', own.existsSync(process.argv[1]) ? process.argv[1] : process.argv[1] + '.js')
})()
`
