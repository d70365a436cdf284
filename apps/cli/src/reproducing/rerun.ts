import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol'
import { type Rerun, type RerunRequest, withinMounts } from '@reprise/reproduce'
import type { Settings } from '../settings/index.ts'

/** Milliseconds that a command which was asked to end gets, before it is ended. */
const GRACE = 10_000
/** Characters of the output of which the last line is the id of the run. */
const KEPT = 4_096
const idAtEnd = /([\da-f]{32})\s*$/

/** Runs a command with `reprise run` itself, in a process of its own: what holds for a run that is recorded holds for its repeat. */
export function createRerun(trackingUri: string, settings: Settings): Rerun {
  return (request) =>
    new Promise((resolve, reject) => {
      const stdin = request.stdin === undefined ? undefined : openSync(request.stdin, 'r')
      const [program = '', ...words] = [
        ...withinMounts(request.mounts),
        process.execPath,
        ...process.execArgv,
        process.argv[1] ?? '',
        ...wordsFor(request, trackingUri),
      ]
      const child = spawn(program, words, {
        cwd: request.folder,
        env: { ...request.variables, ...credentialsOf(settings) },
        stdio: [stdin ?? 'ignore', 'pipe', 'pipe'],
      })
      if (stdin !== undefined) closeSync(stdin)
      let [end, said] = ['', '']
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (end = (end + text).slice(-KEPT)))
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT)))
      const stop = (): void => {
        child.kill('SIGTERM')
        setTimeout(() => child.kill('SIGKILL'), GRACE).unref()
      }
      request.signal?.addEventListener('abort', stop, { once: true })
      child.on('error', reject)
      child.on('close', () => {
        request.signal?.removeEventListener('abort', stop)
        const id = idAtEnd.exec(end)?.[1]
        if (request.signal?.aborted === true) reject(request.signal.reason as Error)
        else if (id !== undefined) resolve(id)
        else reject(new RepriseError('INTERNAL_ERROR', `The repeat was not recorded: ${said.trim() || 'it does not say why'}`))
      })
    })
}

function wordsFor({ argv, experiment, name, params, tags, original, isTraced }: RerunRequest, trackingUri: string): string[] {
  const all = { ...tags, 'reprise.reproduces': original }
  return [
    'run',
    '--print-id',
    '--tracking-uri',
    trackingUri,
    '--experiment',
    experiment,
    '--name',
    name,
    ...Object.entries(all).flatMap(([key, value]) => ['--tag', `${key}=${value}`]),
    ...params.flatMap(({ key, value = '' }) => ['--param', `${key}=${value}`]),
    ...(isTraced ? ['--trace'] : []),
    '--',
    ...argv,
  ]
}

/** What reprise.toml of this folder says is not seen from the folder of the repeat. */
function credentialsOf({ username, password, token, spool }: Settings): Record<string, string> {
  return {
    ...(username === undefined ? {} : { REPRISE_TRACKING_USERNAME: username }),
    ...(password === undefined ? {} : { REPRISE_TRACKING_PASSWORD: password }),
    ...(token === undefined ? {} : { REPRISE_TRACKING_TOKEN: token }),
    ...(spool === undefined ? {} : { REPRISE_SPOOL: spool }),
  }
}
