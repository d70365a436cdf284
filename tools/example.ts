// `npm run example -- NAME [ARGUMENT ...]`: runs examples/NAME against MLFLOW_TRACKING_URI, or against a server of its own
// on a temporary store, which is gone afterwards. The exit code is the example's.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './check/repository.ts'

const startLimitInMilliseconds = 30_000
const running = new Set<ChildProcess>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => running.forEach((child) => child.kill(signal)))
}

process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: readonly string[]): Promise<number> {
  const names = listExamples()
  if (name === undefined || !names.includes(name)) {
    process.stderr.write(`usage: npm run example -- NAME [ARGUMENT ...], where NAME is one of ${names.join(', ')}\n`)
    return 2
  }
  const uri = process.env['MLFLOW_TRACKING_URI']
  return uri === undefined || uri === '' ? await withServer((own) => runExample(name, args, own)) : await runExample(name, args, uri)
}

function listExamples(): string[] {
  const folder = join(root, 'examples')
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'src/main.ts')))
}

async function withServer<T>(use: (uri: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-example-'))
  const server = start(['apps/cli/src/main.ts', 'server', '--port', '0', '--store', join(folder, 'runs.db')], 'pipe')
  try {
    return await use(await readAddress(server))
  } finally {
    await stop(server)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runExample(name: string, args: readonly string[], uri: string): Promise<number> {
  process.stderr.write(`examples/${name} logs to ${uri}\n`)
  const child = start([`examples/${name}/src/main.ts`, ...args], 'inherit', { MLFLOW_TRACKING_URI: uri })
  return (await exited(child)) ?? 1
}

function start(args: readonly string[], stdout: 'pipe' | 'inherit', variables: Record<string, string> = {}): ChildProcess {
  const program = [join(root, args[0] ?? ''), ...args.slice(1)]
  const child = spawn(process.execPath, ['--conditions=@reprise/source', ...program], {
    stdio: ['ignore', stdout, 'inherit'],
    env: { ...process.env, ...variables },
  })
  running.add(child)
  child.on('exit', () => running.delete(child))
  return child
}

/** The address that the server prints once it answers. Throws when it ends, or stays silent, instead. */
function readAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const timer = setTimeout(
      () => reject(new Error(`the server did not print its address; it printed: ${printed}`)),
      startLimitInMilliseconds,
    )
    server.on('exit', (code) => reject(new Error(`the server ended with exit code ${code ?? 'none'}: ${printed}`)))
    server.on('error', reject)
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const address = /https?:\/\/[\w.-]+:\d+/.exec(printed)?.[0]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
  })
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = exited(server)
  server.kill('SIGTERM')
  await ended
}

function exited(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => child.on('error', reject).on('exit', (code) => resolve(code)))
}
