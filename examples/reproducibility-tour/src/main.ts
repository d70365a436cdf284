// The program: `npm run example -- reproducibility-tour`.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configure } from '@reprise/sdk'
import { giveTour } from './index.ts'

configure({ experimentName: 'reproducibility-tour' })
const folder = await mkdtemp(join(tmpdir(), 'reproducibility-tour-'))
try {
  await giveTour(folder, (line) => process.stdout.write(`${line}\n`))
} finally {
  await rm(folder, { recursive: true, force: true })
}
