import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startRun } from '@reprise/sdk'
import { defaultOptions, OptionError, parseGivenOptions, slugOf, takeFlags, type Options } from '../options/index.ts'
import { createRunFolder } from '../outputs/index.ts'
import { decodeDataset, type StoredDataset } from '../problems/dataset-file.ts'
import { createProgressLine } from '../progress-line.ts'
import { describeRun } from '../tracking/describe-run.ts'
import { trackMorphogenesis } from '../tracking/track.ts'
import { untrackedRun, type TrackedRun } from '../tracking/tracked-run.ts'

/** `[train] [--data FILE] [--results FOLDER] [--runs FOLDER] [--no-tracking] [--option value ...]` */
export async function train(argv: readonly string[]): Promise<void> {
  const { values, rest } = takeFlags(
    argv.filter((argument) => argument !== '--no-tracking'),
    ['data', 'results', 'runs'],
  )
  const given = parseGivenOptions(rest)
  const stored = values.data === undefined ? undefined : readDataset(values.data)
  const options = { ...defaultOptions, ...agree(given, stored) }
  const folder = values.runs === undefined ? undefined : createRunFolder(join(values.runs, slugOf(options)), Date.now())
  const run = argv.includes('--no-tracking') ? untrackedRun : await beginRun(options)
  const { last, recovery_time } = await trackMorphogenesis(options, run, {
    dataset: stored?.dataset,
    results: values.results,
    folder,
    onProgress: createProgressLine(process.stderr),
  })
  const recovery = recovery_time === undefined ? '' : `, recovery_time ${recovery_time} epochs`
  process.stdout.write(`val_acc ${last.val_acc.toFixed(3)}, best_acc ${last.best_acc.toFixed(3)}${recovery}\n`)
}

async function beginRun(options: Options): Promise<TrackedRun> {
  const description = describeRun(options)
  const run = await startRun(description)
  process.stdout.write(`run ${description.name}: ${run.url}\n`)
  return run
}

function readDataset(file: string): StoredDataset {
  try {
    return decodeDataset(readFileSync(file))
  } catch (cause) {
    throw new Error(`${file} can not be read: ${(cause as Error).message}`, { cause })
  }
}

/** The options of the data hold for the training; only the seed is another one: there it drew points, here it draws weights. */
function agree(given: Partial<Options>, stored: StoredDataset | undefined): Partial<Options> {
  if (stored === undefined) return given
  const { seed: _, ...ofData } = stored.options
  for (const [name, value] of Object.entries(ofData)) {
    const wanted = given[name as keyof Options]
    if (wanted !== undefined && wanted !== value) throw new OptionError(`the data were made with ${name} ${value}, not ${wanted}`)
  }
  return { ...given, ...ofData }
}
