import { RepriseError } from '@reprise/protocol/errors'
import type { RunnerSurroundings } from './stage-runner.ts'

interface Kinds {
  readonly text: string
  readonly texts: readonly string[]
  readonly count: number
  readonly table: Readonly<Record<string, unknown>>
}

type Read<Fields extends Readonly<Record<string, keyof Kinds>>> = { readonly [Name in keyof Fields]: Kinds[Fields[Name]] | undefined }

const rules: { readonly [Kind in keyof Kinds]: readonly [rule: string, test: (value: unknown) => boolean] } = {
  text: ['a text', (value) => typeof value === 'string' && value !== ''],
  texts: ['a list of texts', (value) => Array.isArray(value) && value.every((item) => typeof item === 'string')],
  count: ['a whole number above 0', (value) => Number.isSafeInteger(value) && Number(value) > 0],
  table: ['a table', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
}

/** What every engine can be told: which variables go with commands, and how many seconds each side waits for the other. */
export const engineFields = { env: 'texts', patience: 'count' } as const
const PATIENCE = 60

/** Reads a table of reprise.toml. Throws INVALID_PARAMETER_VALUE for what is of another kind, and for keys that nobody reads. */
export function readFields<const Fields extends Readonly<Record<string, keyof Kinds>>>(
  { settings, source }: Pick<RunnerSurroundings, 'settings' | 'source'>,
  fields: Fields,
): Read<Fields> {
  const unknown = Object.keys(settings).find((key) => !Object.hasOwn(fields, key))
  if (unknown !== undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${unknown}' in ${source} is no setting.`, {
      hint: `There are ${Object.keys(fields).join(', ')}.`,
    })
  for (const [key, kind] of Object.entries(fields)) {
    const [rule, test] = rules[kind]
    if (settings[key] !== undefined && !test(settings[key]))
      throw new RepriseError('INVALID_PARAMETER_VALUE', `'${key}' in ${source} must be ${rule}.`)
  }
  return settings as Read<Fields>
}

export function readPatience({ patience }: { readonly patience: number | undefined }): number {
  return patience ?? PATIENCE
}

/** What is set for one stage, in a table of the tables of stages: `train`, or for those of a `foreach` and `matrix` also `train@3`. */
export function readStageFields<const Fields extends Readonly<Record<string, keyof Kinds>>>(
  { source }: Pick<RunnerSurroundings, 'source'>,
  { stages = {}, stage }: { readonly stages: Kinds['table'] | undefined; readonly stage: string },
  fields: Fields,
): Read<Fields> {
  const name = [stage, stage.split('@', 1)[0] ?? ''].find((one) => Object.hasOwn(stages, one))
  if (name === undefined) return {} as Read<Fields>
  const settings = stages[name]
  const place = `stages.${name} in ${source}`
  if (!rules.table[1](settings)) throw new RepriseError('INVALID_PARAMETER_VALUE', `${place} must be a table.`)
  return readFields({ settings: settings as Kinds['table'], source: place }, fields)
}
