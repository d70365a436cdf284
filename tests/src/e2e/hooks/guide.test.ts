import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  ensurePython,
  findFreePort,
  pythonSets,
  repositoryFolder,
  requirePart,
  type RunningRepriseServer,
  startRepriseServer,
  startTethered,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCodeBlocks } from '../../newcomer/code-blocks.ts'
import { bareEnvironment, fromSource } from '../reprise.ts'

const SECRET = 'a secret of both'
const blocks = listCodeBlocks(readFileSync(join(repositoryFolder, 'docs', 'guides', 'hooks.md'), 'utf8'))
const mlflow = await ensurePython(pythonSets['mlflow-3-skinny'])
const python = requirePart('mlflow-3-skinny', mlflow)

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('hooks-guide')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

/** Runs a receiver of the guide, has it told of a run, and of something that is not signed; answers what it printed. */
async function tellReceiver(command: string, args: readonly string[]): Promise<void> {
  const port = await findFreePort()
  const receiver = await startTethered({
    command,
    args,
    cwd: folder.path,
    env: { ...process.env, PORT: String(port), HOOK_SECRET: SECRET },
    farewell: 'KILL',
  })
  const url = `http://127.0.0.1:${port}/hook`
  const client = createClient({ url: server.url })
  const { webhook } = await client.createWebhook({ name: 'hook', url, subscriptions: ['run.started', 'run.killed'], secret: SECRET })
  try {
    const { run } = await client.createRun({ experiment_id: '0', run_name: 'told', start_time: Date.now() })
    await client.updateRun({ run_id: run.info.run_id, status: 'KILLED', end_time: Date.now() })
    await expect
      .poll(() => receiver.output(), { timeout: 30_000 })
      .toMatch(/run\.started told[^]*run\.killed told|run\.killed told[^]*run\.started told/)
    const headers = {
      'x-mlflow-delivery-id': 'forged',
      'x-mlflow-timestamp': String(Math.floor(Date.now() / 1_000)),
      'x-mlflow-signature': 'v1,AAAA',
    }
    const forged = await fetch(url, { method: 'POST', headers, body: '{"event":"run.failed","data":{"run_name":"forged"}}' })
    expect([forged.status, receiver.output().includes('forged')]).toEqual([401, false])
  } finally {
    await client.deleteWebhook({ webhook_id: webhook.webhook_id })
    await receiver.stop({ signal: 'SIGKILL' })
  }
}

function receiverIn(language: string): string {
  const found = blocks.find((block) => block.language === language && block.words.includes('receiver'))
  if (found === undefined) throw new Error(`The guide has no receiver in ${language}.`)
  return found.code
}

describe('the guide to hooks', () => {
  it('has a receiver in TypeScript that takes what is signed, and nothing else', async () => {
    const file = join(folder.path, 'receiver.mts')
    writeFileSync(file, receiverIn('ts'))
    await tellReceiver(process.execPath, [file])
  })

  it.skipIf(python.missing)(`has a receiver in Python that takes what is signed, and nothing else${python.note}`, async () => {
    const file = join(folder.path, 'receiver.py')
    writeFileSync(file, receiverIn('python'))
    await tellReceiver(mlflow.reason === undefined ? mlflow.python : '', [file])
  })

  it('has commands that work', async () => {
    writeFileSync(join(folder.path, 'secret.txt'), `${SECRET}\n`)
    const command = [process.execPath, ...fromSource].map((word) => `'${word}'`).join(' ')
    writeFileSync(join(folder.path, 'reprise'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 })
    const env = { ...bareEnvironment(), PATH: `${folder.path}:${String(process.env['PATH'])}`, REPRISE_TRACKING_URI: server.url }
    const { code } = blocks.find(({ words }) => words.includes('commands'))!
    const { stdout } = await promisify(execFile)('/bin/sh', ['-euc', code], { cwd: folder.path, env })
    expect(stdout).toMatch(/^closed +active +finished/m)
    expect(stdout).toMatch(/^alerts +active +failed,killed/m)
    const { webhooks } = await createClient({ url: server.url }).listWebhooks({})
    expect(webhooks.map(({ name, has_secret: isSigned }) => [name, isSigned])).toEqual([['alerts', true]])
  })
})
