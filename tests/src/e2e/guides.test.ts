import { execFile } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  repositoryFolder,
  startRepriseServer,
  type RunningRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CodeBlock, listCodeBlocks } from '../newcomer/code-blocks.ts'
import { bareEnvironment, compileCache, fromSource, results } from './reprise.ts'

const guides = [
  'capturing-runs.md',
  'mlflow-users.md',
  'operations.md',
  'data-manifests.md',
  'nightly-reproduction.md',
  'procedures.md',
] as const

let folder: TemporaryFolder
let server: RunningRepriseServer
let environment: NodeJS.ProcessEnv

/** A server, a store that nobody has open at the default place, and `reprise` on the PATH. */
beforeAll(async () => {
  folder = await createTemporaryFolder('guides')
  const places = { store: join(folder.path, 'served.db'), artifacts: join(folder.path, 'served') }
  server = await startRepriseServer({ ...places, env: compileCache })
  const client = createClient({ url: server.url })
  const { run } = await client.createRun({ experiment_id: '0', run_name: 'a run', start_time: Date.now() })
  await client.logBatch({
    run_id: run.info.run_id,
    metrics: [{ key: 'loss', value: 0.25, timestamp: 1 }],
    params: [{ key: 'model', value: 'small' }],
    tags: [],
  })
  mkdirSync(join(folder.path, 'reprise-data'))
  await results(['store', 'backup', join(folder.path, 'reprise-data', 'reprise.db'), '--tracking-uri', server.url])
  symlinkSync(join(repositoryFolder, 'node_modules'), join(folder.path, 'node_modules'))
  const bin = join(folder.path, 'bin')
  mkdirSync(bin)
  const command = [process.execPath, ...fromSource].map((word) => `'${word}'`).join(' ')
  writeFileSync(join(bin, 'reprise'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 })
  environment = {
    ...bareEnvironment(),
    PATH: bin + delimiter + String(process.env['PATH']),
    MLFLOW_TRACKING_URI: server.url,
    RUN: run.info.run_id,
    XDG_CACHE_HOME: join(folder.path, 'cache'),
  }
})
afterAll(async () => {
  await server?.stop()
  await folder?.remove()
})

describe.each(guides)('docs/guides/%s', (name) => {
  const blocks = listCodeBlocks(readFileSync(join(repositoryFolder, 'docs', 'guides', name), 'utf8')).filter(({ words }) =>
    words.includes('test'),
  )

  it('has commands to try', () => expect(blocks.length).toBeGreaterThan(0))

  it.each(blocks.map((block) => [block.line, block] as const))('what stands at line %i works', async (_line, block) => {
    const [command, ...args] = toCommand(block)
    const { stderr } = await promisify(execFile)(command, args, { cwd: folder.path, env: environment })
    expect(stderr).toBe('')
  })
})

it('the nightly job fails where the server does not answer', async () => {
  const guide = readFileSync(join(repositoryFolder, 'docs/guides/nightly-reproduction.md'), 'utf8')
  const job = listCodeBlocks(guide).find(({ words }) => words.includes('nightly'))?.code ?? ''
  const env = { ...environment, MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' }
  await expect(promisify(execFile)('/bin/sh', ['-c', job], { cwd: folder.path, env })).rejects.toMatchObject({ code: 1 })
})

/** Programs stand where the packages can be found. */
function toCommand({ language, code, line }: CodeBlock): readonly [string, ...string[]] {
  if (language === 'sh') return ['/bin/sh', '-euc', code]
  const file = join(folder.path, `block-${line}.mts`)
  writeFileSync(file, code)
  return [process.execPath, '--conditions=@reprise/source', file]
}

it('the guide to operations names the figures that the server has', async () => {
  const guide = readFileSync(join(repositoryFolder, 'docs', 'guides', 'operations.md'), 'utf8')
  const page = await (await fetch(`${server.url}/metrics`)).text()
  const ours = new Set([...page.matchAll(/^# TYPE (reprise_\w+)/gm)].map(([, name]) => name ?? ''))
  expect([...ours].filter((name) => !guide.includes(`\`${name}`))).toEqual([])
  for (const [, figure = ''] of page.matchAll(/^reprise_store\{figure="(\w+)"\}/gm)) expect(guide).toContain(`\`${figure}\``)
})
