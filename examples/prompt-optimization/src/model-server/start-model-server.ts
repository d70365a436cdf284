import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface RunningModelServer extends AsyncDisposable {
  /** Ends in `/v1`, as clients of OpenAI want it. */
  readonly url: string
  stop(): Promise<void>
}

/** Starts the model server in a process of its own, on a free port of 127.0.0.1; it ends with this process at the latest. */
export async function startModelServer(): Promise<RunningModelServer> {
  const program = join(import.meta.dirname, `model-server-process${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`)
  const child = spawn(process.execPath, [...process.execArgv, program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0' },
  })
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))
    child.once('error', reject)
    void ended.then(([code]) => reject(new Error(`the model server ended with exit code ${String(code)}`)))
  })
  const stop = async (): Promise<void> => {
    child.stdin.end()
    await ended
  }
  return { url, stop, [Symbol.asyncDispose]: stop }
}
