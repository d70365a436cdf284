import { addressOf, type Show, type Stage } from '@reprise/pipelines/graph'
import { repr } from '@reprise/pipelines/python'
import { joinNames, type StageEvent, type StageObserver } from '@reprise/pipelines/repro'
import { reasonLines } from '@reprise/pipelines/status'
import type { Voice } from '../project/index.ts'
import { createLinePrinter } from './line-printer.ts'
import type { StageLogs } from './stage-logs.ts'

export interface StageReportOptions {
  readonly show: Show
  /** Whether stages run at once: each line then says of which it is. */
  readonly isParallel?: boolean | undefined
  /** Where what they print is kept; told of a stage that failed among others. */
  readonly logs?: StageLogs | undefined
  /** Whether it is told why a stage would run. */
  readonly tellsReasons?: boolean | undefined
  /** Whether failures are told when they happen, since they do not end the command. */
  readonly tellsFailures?: boolean | undefined
}

type Printing = Pick<Voice, 'say' | 'warn' | 'world' | 'isQuiet' | 'isJson' | 'isVerbose'>

/** Hands output on as it is; beside a document for programs it goes to stderr. */
async function pass({ stream, bytes }: Extract<StageEvent, { kind: 'output' }>, { isJson }: Printing): Promise<void> {
  const { writeWhole } = await import('@reprise/capture/running')
  await writeWhole(stream === 'stdout' && !isJson ? 1 : 2, bytes)
}

/** Tells what happens to stages, in DVC's words. */
export function createStageReport(voice: Printing, options: StageReportOptions): StageObserver {
  const { show, logs, isParallel = false, tellsReasons = false, tellsFailures = false } = options
  /** Whether the last stage did something: a line is left free before the next. */
  let isOwed = false
  const output = createLinePrinter(voice.world, voice.isJson)
  const say = (stage: Stage, line: string): void => voice.say(isParallel ? `[${addressOf(stage, show)}] ${line}` : line)
  return {
    observe: (event) => {
      if (event.kind === 'planned') return
      const { stage } = event
      const address = addressOf(stage, show)
      const name = `stage: '${address}'`
      switch (event.kind) {
        case 'reached':
          if (isOwed && !isParallel) voice.say('')
          return
        case 'warned':
          return voice.warn(event.message)
        case 'unchanged':
          return say(
            stage,
            stage.source.kind === 'dvc' && stage.cmd === undefined
              ? `'${address}' didn't change, skipping`
              : `Stage '${address}' didn't change, skipping`,
          )
        case 'pulling':
          return say(stage, `Pulling data for ${name}`)
        case 'not-pulled':
          return say(stage, `Unable to pull data for ${name}`)
        case 'started':
          return tellReasons(event)
        case 'restored':
          return say(stage, `Stage '${address}' is cached - skipping run, checking out outputs`)
        case 'verifying':
          return say(stage, `Verifying ${stage.frozen ? 'outputs in frozen' : 'data sources in'} ${name}`)
        case 'running':
          return say(stage, `Running stage '${address}':`)
        case 'command':
          return say(stage, `> ${event.command}`)
        case 'output':
          return isParallel ? output.print(address, event) : pass(event, voice)
        case 'process':
        case 'exited':
        case 'committed':
          return
        case 'locked':
          if (event.isNew) say(stage, `Generating lock file '${show(event.file)}'`)
          if (event.isChanged) say(stage, `Updating lock file '${show(event.file)}'`)
          return
        case 'failed':
          return tellFailure(event)
        case 'ended':
          output.end(address)
          if (event.outcome !== 'failed' && event.outcome !== 'skipped')
            isOwed = event.outcome !== 'unchanged' && event.outcome !== 'pulled'
          return
        default:
          event satisfies never
      }
    },
  }

  function tellReasons({ stage, reasons, isForced }: Extract<StageEvent, { kind: 'started' }>): void {
    if (!tellsReasons && !voice.isVerbose) return
    say(stage, `Stage '${addressOf(stage, show)}' would run since`)
    for (const line of isForced ? ['it is forced'] : reasonLines(reasons)) say(stage, `    ${line}`)
  }

  function tellFailure({ stage, error, isIgnored, skipped }: Extract<StageEvent, { kind: 'failed' }>): void {
    const log = isParallel ? logs?.pathOf(stage) : undefined
    if (log !== undefined) voice.world.note(`[${addressOf(stage, show)}] what it printed is in ${log}`)
    if (!tellsFailures) return
    voice.warn(`${error.message}${isIgnored ? ' (ignored)' : ''}`)
    if (skipped.length === 0) return
    const names = joinNames(skipped.map((stage) => repr(addressOf(stage, show))))
    voice.warn(`Stage${skipped.length > 1 ? 's' : ''} ${names} will be skipped due to this failure`)
  }
}
