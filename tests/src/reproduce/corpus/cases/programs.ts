import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { parseRecord, RECORD_PATH } from '@reprise/protocol'
import { startRepriseServer } from '@reprise/testing'
import { expect } from 'vitest'
import { forget } from '../../place.ts'
import type { Case, Expectation } from '../case.ts'
import type { Lab } from '../lab.ts'

const identical: Expectation = { verdict: 'BIT_IDENTICAL', kind: 'identical' }
const points = Array.from({ length: 64 }, (_, row) => `${row / 64},${Math.sin(row)},${row / 32 + 1}`).join('\n')

/** Programs of several kinds, from which nothing is taken but their folder. */
export const programCases: readonly Case[] = [
  program('numpy', async (lab) => ({
    folder: await lab.makeWork({ 'points.csv': points }, 'descend.py'),
    argv: [lab.science, 'descend.py', '3'],
  })),
  program('scikit-learn', async (lab) => ({ folder: await lab.makeWork({}, 'classify.py'), argv: [lab.science, 'classify.py'] })),
  program('onnxruntime', async (lab) => ({
    folder: await lab.makeRepository({}, 'infer.py', 'layer.onnx'),
    argv: [lab.science, 'infer.py'],
  })),
  program('Node.js', async (lab) => ({
    folder: await lab.makeWork({ 'settings.json': '{"seed": 7}' }, 'simulate.mjs'),
    argv: ['node', 'simulate.mjs'],
  })),
  program('bash', async (lab) => ({
    folder: await lab.makeWork({ 'text.txt': 'one two two Three three three' }, 'count-words.sh'),
    argv: ['./count-words.sh'],
  })),
  {
    ...program('C, compiled in the run', async (lab) => ({
      folder: await lab.makeWork({}, 'integrate.c'),
      argv: ['bash', '-c', 'cc -O2 -o integrate integrate.c -lm && ./integrate'],
    })),
    needs: 'cc',
  },
  {
    name: 'a program beside its server, whose output goes to a file there',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'p.py': "open('out.txt', 'w').write('1')\nprint('done')\n" })
      await using server = await startRepriseServer({ store: join(folder, 'mine.db'), artifacts: join(folder, 'kept') })
      const options = ['--tracking-uri', server.url]
      const within = ['bash', '-c', '"$@" >printed.txt; cat printed.txt', 'bash']
      const inPlace = await lab.run(folder, ['python3', 'p.py'], { options, within })
      const client = createClient({ url: server.url })
      const { run } = await client.getRun({ run_id: inPlace })
      const record = parseRecord(await new Response(await client.downloadArtifact(run.info.artifact_uri ?? '', RECORD_PATH)).bytes())
      expect(record.outputs.map(({ path }) => path)).toEqual(['out.txt'])
      return { run: await lab.run(folder, ['python3', 'p.py'], { within }) }
    },
    expected: identical,
  },
]

function program(name: string, make: (lab: Lab) => Promise<{ folder: string; argv: readonly string[] }>): Case {
  return {
    name: `a program of ${name}, whose folder is gone`,
    plant: async (lab) => {
      const { folder, argv } = await make(lab)
      const run = await lab.run(folder, argv)
      await forget(folder)
      return { run }
    },
    expected: identical,
  }
}
