import { MOST_RUNS_WITH_FILES } from '../../artifacts/run-with-files.ts'
import { printRows } from '../../picture/print-values.ts'
import { imageAt, type LoggedImage, stepsOf } from './logged-images.ts'
import type { RunImages } from './use-run-images.ts'

/** Columns of pictures: more are found by naming them. */
const MOST_COLUMNS = 24

/** One key at one step. */
export interface ImageColumn {
  readonly id: string
  readonly title: string
  readonly key: string
  readonly step: number
}

/** Pictures by run and column. */
export interface ImageModel {
  readonly rows: readonly RunImages[]
  readonly keys: readonly string[]
  readonly columns: readonly ImageColumn[]
  readonly shown: readonly ImageColumn[]
  /** Whether columns are steps of one key; else they are keys at one step. */
  readonly isAcross: boolean
}

interface Wanted {
  readonly step: number
  readonly isAcross: boolean
}

export function imageModelOf(rows: readonly RunImages[], { step, isAcross: wantsSteps }: Wanted): ImageModel {
  const images = imagesIn(rows)
  const keys = [...new Set(images.map(({ key }) => key))]
  const steps = stepsOf(images)
  const isAcross = wantsSteps && steps.length > 0
  const columns = isAcross ? columnsOfSteps(steps, keys[0] ?? '') : keys.map((key) => ({ id: key, title: key, key, step }))
  return { rows, keys, columns, shown: columns.slice(0, MOST_COLUMNS), isAcross }
}

function columnsOfSteps(steps: readonly number[], key: string): ImageColumn[] {
  return steps.map((step) => ({ id: String(step), title: `step ${step.toLocaleString('en-US')}`, key, step }))
}

export function imagesIn(rows: readonly RunImages[]): LoggedImage[] {
  return rows.flatMap(({ images = [] }) => images)
}

/** The picture of a run in a column. Beside other steps a picture stands only at its own. */
export function imageOf({ isAcross }: ImageModel, { images = [] }: RunImages, { key, step }: ImageColumn): LoggedImage | undefined {
  const image = imageAt(images, key, step)
  return isAcross && image?.step !== step ? undefined : image
}

/** How much is shown of how much. `runs` are all that were to be shown. */
export function statusOf({ rows, keys, columns, shown, isAcross }: ImageModel, runs: number): string {
  const count = imagesIn(rows).length
  return [
    `${count.toLocaleString('en-US')} ${count === 1 ? 'image' : 'images'} of ${rows.length} ${rows.length === 1 ? 'run' : 'runs'}`,
    ...(columns.length > shown.length ? [`the first ${MOST_COLUMNS} of ${columns.length} columns; name fewer`] : []),
    ...(isAcross && keys.length > 1 ? [`steps of ${keys[0]}`] : []),
    ...(runs > MOST_RUNS_WITH_FILES ? [`the first ${MOST_RUNS_WITH_FILES} of ${runs} runs; pick others in the table`] : []),
  ].join(' · ')
}

/** Why there is nothing to show. */
export function reasonForNone(runs: number, named: readonly string[]): string {
  if (runs === 0) return 'No runs.'
  return named.length === 0
    ? 'These runs have logged no images by key. Name files or folders to see others.'
    : `These runs have no images in ${named.join(', ')}.`
}

/** A line per picture. */
export function csvOf(rows: readonly RunImages[]): string {
  return printRows([
    ['run_id', 'run_name', 'key', 'step', 'path'],
    ...rows.flatMap(({ run, images = [] }) => images.map(({ key, step, path }) => [run.id, run.name, key, step ?? '', path])),
  ])
}
