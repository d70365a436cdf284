import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensurePython, pythonSets, repositoryFolder, requirePart } from '@reprise/testing'
import { expect, it } from 'vitest'

const dvc = requirePart('dvc', await ensurePython(pythonSets.dvc))
const execute = promisify(execFile)

// The program asks of both tools' work trees and caches whether they are whole; how long it took is nobody's business here.
it.skipIf(dvc.missing)(
  `the benchmark of data runs at a twentieth of its size, and leaves data that are whole${dvc.note}`,
  async () => {
    const options = { cwd: repositoryFolder }
    await execute(process.execPath, ['node_modules/@typescript/native/bin/tsc', '-b', 'apps/cli', 'benchmarks'], options)
    const program = join('benchmarks', 'src', 'data.ts')
    const { stdout } = await execute(process.execPath, ['--conditions=@reprise/source', program, '--quick'], options)
    const rows = stdout.split('\n').flatMap((line) => /^\| (.+?\| .+?) \| [\d.]+ \(/.exec(line)?.[1] ?? [])
    expect(rows).toEqual(
      ['5,000 small files', '0.25 GiB in 5 files'].flatMap((data) =>
        ['add', 'status, nothing changed', 'checkout'].map((step) => `${data} | ${step}`),
      ),
    )
  },
  300_000,
)
