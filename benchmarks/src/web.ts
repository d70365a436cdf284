// How the interface in a real Chromium holds up under load, beside MLflow's own interface over the same data.
//   node --conditions=@reprise/source benchmarks/src/web.ts [--quick] [--only table,wide,long,many] [--subject reprise] [--rounds 2]
//     [--pictures FOLDER] [--json FILE] [--remove]
// Builds the interface first. Data are made once and kept below .cache/benchmarks/web: whole, they take some 6 GB; --remove takes them away in the end.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureChromium, repositoryFolder } from '@reprise/testing'
import { runProgram } from './report/report.ts'
import { openSubject, removeData, subjectNames } from './web/open-subject.ts'
import { pagesOf } from './web/pages.ts'
import { dataNames, small, whole } from './web/plans.ts'
import { workloads } from './web/workloads.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: dataNames.join(',') },
    subject: { type: 'string', default: subjectNames.join(',') },
    rounds: { type: 'string' },
    /** After which a page that shows nothing is given up. */
    seconds: { type: 'string' },
    pictures: { type: 'string' },
    json: { type: 'string' },
    remove: { type: 'boolean', default: false },
  },
})
const sizes = values.quick ? small : whole
const rounds = Number(values.rounds ?? (values.quick ? 1 : 2))
const seconds = Number(values.seconds ?? (values.quick ? 15 : 30))
if (values.pictures !== undefined) mkdirSync(values.pictures, { recursive: true })

await runProgram('web', values.json, async (record) => {
  const chromium = await ensureChromium()
  if (chromium.reason !== undefined) throw new Error(`There is no Chromium: ${chromium.reason}.`)
  const built = spawnSync(
    process.execPath,
    [join(repositoryFolder, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: join(repositoryFolder, 'apps', 'web'), stdio: 'inherit' },
  )
  if (built.status !== 0) throw new Error('The interface could not be built.')
  for (const data of dataNames.filter((name) => values.only.split(',').includes(name))) {
    for (const subject of subjectNames.filter((name) => values.subject.split(',').includes(name))) {
      try {
        await using opened = await openSubject(subject, { data, sizes })
        const pages = pagesOf(subject, opened)
        await workloads[data]({ chromium, subject, pages, sizes, rounds, seconds, pictures: values.pictures, record })
      } catch (error) {
        // What does not work with one subject says nothing about the others.
        process.stdout.write(`${data}, ${subject}: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}\n`)
        process.exitCode = 1
      }
    }
  }
  if (values.remove) removeData()
})
