import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createTemporaryFolder, ensurePython, pythonSets, repositoryFolder, requirePart, startRepriseServer } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withoutRunner } from './bare-machine.ts'
import { listCodeBlocks } from './code-blocks.ts'
import { runToEnd } from './run-to-end.ts'

const marked = listCodeBlocks(readFileSync(join(repositoryFolder, 'README.md'), 'utf8')).filter(({ words }) => words.includes('test'))
const python = await ensurePython(pythonSets['mlflow-3-skinny'])
const part = requirePart('Python', python)

/** The marked blocks run in the order of the page, against one server: later ones see what earlier ones logged. */
describe('README.md', () => {
  let folder: Awaited<ReturnType<typeof createTemporaryFolder>>
  let server: Awaited<ReturnType<typeof startRepriseServer>>
  let environment: NodeJS.ProcessEnv

  beforeAll(async () => {
    folder = await createTemporaryFolder('readme')
    server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    const reprise = `#!/bin/sh\nexec "${process.execPath}" "${join(repositoryFolder, 'apps/cli/bin/reprise.mjs')}" "$@"\n`
    writeFileSync(join(folder.path, 'reprise'), reprise, { mode: 0o755 })
    symlinkSync(join(repositoryFolder, 'node_modules'), join(folder.path, 'node_modules'))
    environment = {
      ...withoutRunner(process.env),
      PATH: `${folder.path}${delimiter}${process.env['PATH'] ?? ''}`,
      MLFLOW_TRACKING_URI: server.url,
      REPRISE_SPOOL: join(folder.path, 'spool'),
    }
  })

  afterAll(async () => {
    await server.stop()
    await folder.remove()
  })

  test('has a runnable block for Python, for TypeScript and for the command line', () => {
    expect(marked.map(({ language }) => language)).toEqual(['python', 'ts', 'sh'])
  })

  for (const { language, code, line } of marked) {
    const needsPython = language === 'python'
    test.skipIf(needsPython && part.missing)(`line ${line} (${language}) runs${needsPython ? part.note : ''}`, async () => {
      const { code: exitCode, output } = await run(language, code)
      expect(exitCode, output).toBe(0)
      expect(output).toContain(language === 'sh' ? 'readme' : 'from-')
    })
  }

  async function run(language: string, code: string): ReturnType<typeof runToEnd> {
    const options = { cwd: folder.path, env: environment }
    if (language === 'sh') return runToEnd('sh', ['-eu', '-c', code], options)
    if (language === 'python') return runToEnd(python.reason === undefined ? python.python : '', ['-c', code], options)
    const file = join(folder.path, 'from-readme.mts')
    writeFileSync(file, code)
    return runToEnd(process.execPath, ['--conditions=@reprise/source', file], options)
  }
})
