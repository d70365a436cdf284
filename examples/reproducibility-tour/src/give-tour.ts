import { join } from 'node:path'
import { getRun, withRun } from '@reprise/sdk'
import { captureEnvironment, DataManifest, type Environment } from '@reprise/sdk/capture'
import { compareCaptures } from './compare-captures.ts'
import { describeValidation } from './describe-validation.ts'
import { makeSampleData, spoilSampleData } from './sample-data.ts'

type Print = (line: string) => void

/** A variable that numerical libraries heed, and that changes results in the last digits. */
const VARIABLE = 'OMP_NUM_THREADS'

/**
 * Goes through all that makes a run reproducible, on a small data set in a folder: what the program runs in, what the data is, whether it still is
 * that, and where all of it is kept. Every line is told to `print`. Returns the id of the run.
 */
export async function giveTour(folder: string, print: Print): Promise<string> {
  const [tell, begin] = [(lines: readonly string[]): void => lines.forEach((line) => print(`   ${line}`)), createHeading(print)]

  begin('What does this program run in?')
  const environment = await captureEnvironment({ outputDir: join(folder, 'environment') })
  tell([...Object.entries(environment.params).map(([name, value]) => `${name}: ${value}`), ...Object.values(environment.artifacts)])

  begin('What is the data?')
  const data = await makeSampleData(folder)
  const manifest = await DataManifest.create(data, { include: ['*.csv'], metadata: { source: 'tour' } })
  await manifest.save(join(folder, 'data_manifest.json'))
  tell([...manifest.files, `${manifest.totalSizeBytes} bytes; root ${manifest.root ?? 'unknown'}`])

  begin('Is it still the same?')
  const kept = await DataManifest.load(join(folder, 'data_manifest.json'))
  tell(describeValidation(await kept.validate(data)))

  begin('Where is all of this kept?')
  const runId = await logBoth(environment, manifest)
  tell(await describeRun(runId))

  begin('What if somebody touches the data?')
  await spoilSampleData(data)
  tell(describeValidation(await kept.validate(data)))

  begin('What if the machine is set up differently?')
  tell(await compareCaptures(environment, await captureElsewhere(join(folder, 'later'))))
  return runId
}

function createHeading(print: Print): (title: string) => void {
  let count = 0
  return (title) => {
    count += 1
    print(`${count === 1 ? '' : '\n'}${count}. ${title}`)
  }
}

function logBoth(environment: Environment, manifest: DataManifest): Promise<string> {
  return withRun({ name: 'reproducibility-tour' }, async (run) => {
    await environment.logToRun()
    await manifest.logToRun()
    return run.id
  })
}

/** What the server has, not what was sent. */
async function describeRun(id: string): Promise<string[]> {
  const { params, metrics, status } = await getRun(id)
  return [
    `run ${id}: ${status}`,
    ...Object.entries(params).map(([name, value]) => `param ${name}: ${value}`),
    ...Object.entries(metrics).map(([name, value]) => `metric ${name}: ${value}`),
  ]
}

/** The same machine, after somebody set a variable. */
async function captureElsewhere(outputDir: string): Promise<Environment> {
  const before = process.env[VARIABLE]
  process.env[VARIABLE] = before === '1' ? '2' : '1'
  try {
    return await captureEnvironment({ outputDir })
  } finally {
    if (before === undefined) delete process.env[VARIABLE]
    else process.env[VARIABLE] = before
  }
}
