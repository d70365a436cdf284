import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { promisify } from 'node:util'
import {
  createTemporaryFolder,
  repositoryFolder,
  type RunningRepriseServer,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCodeBlocks } from '../../newcomer/code-blocks.ts'
import { bareEnvironment } from '../reprise.ts'

const example = join(repositoryFolder, 'examples', 'prompt-optimization')
const guide = readFileSync(join(repositoryFolder, 'docs/guides/prompt-optimization.md'), 'utf8')
const blocks = listCodeBlocks(guide).filter(({ words }) => words.includes('test'))
const outputs = [
  /^success rate 0\.45\d+ -> 0\.\d+\nbetter: true p = [\de.-]+\nhttp:\S+\/runs\/[0-9a-f]{32}$/m,
  /^opt_agent_ticket-router_\d{8}_\d{6} [\d.]+\nopt_agent_\S+ McNemar, exact, two-sided\n\{ queue: 'shipping' \}\n\{\n {2}created_at: /m,
  /^0\.75 0\.03125/m,
]

let folder: TemporaryFolder
let server: RunningRepriseServer
let model: ChildProcessByStdio<Writable, Readable, null>
let modelUrl: string
beforeAll(async () => {
  folder = await createTemporaryFolder('prompt-guide')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  const program = join(example, 'src/model-server/model-server-process.ts')
  // It ends when its input does: with this process at the latest.
  model = spawn(process.execPath, ['--conditions=@reprise/source', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  modelUrl = await new Promise<string>((resolve) => model.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim())))
  symlinkSync(join(repositoryFolder, 'node_modules'), join(folder.path, 'node_modules'))
  symlinkSync(join(example, 'data', 'tickets.json'), join(folder.path, 'tickets.json'))
})
afterAll(async () => {
  model?.stdin.end()
  await server?.stop()
  await folder?.remove()
})

describe('the guide to prompt optimisation', () => {
  it('has a block for each expected output', () => expect(blocks).toHaveLength(outputs.length))

  it.each(blocks.map((block, index) => [block.line, block.code, outputs[index] ?? /never/] as const))(
    'line %i runs',
    async (line, code, output) => {
      const file = join(folder.path, `block-${line}.mts`)
      writeFileSync(file, code)
      const env = { ...bareEnvironment(), MLFLOW_TRACKING_URI: server.url, REPRISE_SPOOL: 'off', OPENAI_BASE_URL: modelUrl }
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@reprise/source', file], {
        env,
        cwd: folder.path,
      })
      expect(stderr).toBe('')
      expect(stdout).toMatch(output)
    },
  )
})
