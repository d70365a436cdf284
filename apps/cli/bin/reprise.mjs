#!/usr/bin/env node
// Starts `reprise`: the compiled program where it was installed, the TypeScript source in a clone of the repository.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(dirname(fileURLToPath(import.meta.url)))
const bootstrap = join(folder, '..', '..', 'tools', 'bootstrap.mjs')
const source = join(folder, 'src', 'main.ts')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (existsSync(source) && existsSync(bootstrap)) {
  const child = spawn(process.execPath, [bootstrap, source, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
} else if (major > 24 || (major === 24 && minor >= 12)) {
  await import(new URL('../dist/main.js', import.meta.url).href)
} else {
  process.stderr.write(`reprise needs Node.js 24.12 or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}
