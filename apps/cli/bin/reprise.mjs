#!/usr/bin/env node
// Starts `reprise`: the compiled program where it was installed, the TypeScript source in a clone of the repository.
import { existsSync } from 'node:fs'
import * as modules from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const folder = dirname(dirname(fileURLToPath(import.meta.url)))
const bootstrap = join(folder, '..', '..', 'tools', 'bootstrap.mjs')
const source = join(folder, 'src', 'main.ts')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (existsSync(source) && existsSync(bootstrap)) {
  process.argv.splice(1, 1, bootstrap, source)
  await import(pathToFileURL(bootstrap).href)
} else if (major > 24 || (major === 24 && minor >= 12)) {
  modules.enableCompileCache?.()
  await import(new URL('../dist/main.js', import.meta.url).href)
} else {
  process.stderr.write(`reprise needs Node.js 24.12 or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}
