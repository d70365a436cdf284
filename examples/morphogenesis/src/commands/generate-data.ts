import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { OptionError, parseOptions, takeFlags } from '../options/index.ts'
import { encodeDataset } from '../problems/dataset-file.ts'
import { createDataset } from '../problems/dataset.ts'

/** `generate-data --output FILE [--option value ...]` */
export function generateData(argv: readonly string[]): void {
  const { values, rest } = takeFlags(argv, ['output'])
  if (values.output === undefined) throw new OptionError('generate-data needs --output FILE')
  const options = parseOptions(rest)
  const file = values.output.endsWith('.npz') ? values.output : `${values.output}.npz`
  const dataset = createDataset(options)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, encodeDataset({ dataset, options }))
  process.stdout.write(
    `${file}: ${options.problem_type}, ${dataset.train.labels.length} points to learn from, ${dataset.val.labels.length} to judge by\n`,
  )
}
