import type { TrackingOptions } from '../../pipeline/tracking/index.ts'

export interface ReproCommandOptions extends TrackingOptions {
  readonly force?: boolean
  readonly interactive?: boolean
  readonly singleItem?: boolean
  readonly pipeline?: boolean
  readonly allPipelines?: boolean
  readonly recursive?: boolean
  readonly downstream?: boolean
  readonly forceDownstream?: boolean
  readonly pull?: boolean
  readonly allowMissing?: boolean
  readonly dry?: boolean
  readonly keepGoing?: boolean
  readonly ignoreErrors?: boolean
  readonly glob?: boolean
  readonly commit: boolean
  readonly runCache: boolean
  readonly jobs?: number
  readonly runner?: string
  readonly untracked?: boolean
}

const switches = [
  ['--force', 'force'],
  ['--single-item', 'singleItem'],
  ['--pipeline', 'pipeline'],
  ['--all-pipelines', 'allPipelines'],
  ['--recursive', 'recursive'],
  ['--downstream', 'downstream'],
  ['--force-downstream', 'forceDownstream'],
  ['--pull', 'pull'],
  ['--allow-missing', 'allowMissing'],
  ['--keep-going', 'keepGoing'],
  ['--ignore-errors', 'ignoreErrors'],
  ['--glob', 'glob'],
] as const satisfies readonly (readonly [string, keyof ReproCommandOptions])[]

/** What decides which stages run, and how, as it could be typed behind `reprise repro`. */
export function wordsOf(targets: readonly string[], options: ReproCommandOptions): string[] {
  return [
    ...switches.flatMap(([word, name]) => (options[name] === true ? [word] : [])),
    ...(options.commit ? [] : ['--no-commit']),
    ...(options.runCache ? [] : ['--no-run-cache']),
    ...(options.jobs === undefined ? [] : [`--jobs=${options.jobs}`]),
    ...(options.runner === undefined ? [] : [`--runner=${options.runner}`]),
    ...targets,
  ]
}
