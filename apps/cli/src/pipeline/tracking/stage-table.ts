import { keyOf, type LockedStage, splitCommands, type Stage, type StageEvent, type StageOutcome } from '@reprise/pipelines'
import type { RecordedStage } from '@reprise/protocol'
import { describeData, recordedEntries } from './describe-data.ts'
import type { StageRecording } from './stage-recording.ts'

/** What is known of a stage of the plan. */
export interface KnownStage {
  readonly stage: Stage
  readonly reasons: readonly string[]
  readonly entry?: LockedStage
  /** Undefined while it is not done. */
  readonly outcome?: StageOutcome
}

/** The stages of a pipeline in their order, and what became of them. */
export class StageTable {
  readonly #known = new Map<string, KnownStage>()
  readonly #address: (stage: Stage) => string
  #needs: (stage: Stage) => readonly Stage[] = () => []

  constructor(address: (stage: Stage) => string) {
    this.#address = address
  }

  plan({ stages, needs }: Extract<StageEvent, { kind: 'planned' }>): void {
    this.#needs = needs
    for (const stage of stages) this.#known.set(keyOf(stage), { stage, reasons: [] })
  }

  get stages(): readonly Stage[] {
    return [...this.#known.values()].map(({ stage }) => stage)
  }

  get all(): readonly KnownStage[] {
    return [...this.#known.values()]
  }

  get(stage: Stage): KnownStage {
    return this.#known.get(keyOf(stage)) ?? { stage, reasons: [] }
  }

  set(stage: Stage, learnt: Partial<Omit<KnownStage, 'stage'>>): void {
    this.#known.set(keyOf(stage), { ...this.get(stage), ...learnt })
  }

  nameOf(stage: Stage): string {
    return this.#address(stage)
  }

  stagesNeededBy(stage: Stage): readonly Stage[] {
    return this.#needs(stage)
  }

  needsOf(stage: Stage): string[] {
    return this.#needs(stage).map((needed) => this.nameOf(needed))
  }
}

const outcomes = {
  ran: 'RAN',
  restored: 'RESTORED',
  unchanged: 'UNCHANGED',
  verified: 'VERIFIED',
  pulled: 'PULLED',
  failed: 'FAILED',
  skipped: 'SKIPPED',
  'would run': 'SKIPPED',
} as const satisfies Record<StageOutcome, RecordedStage['outcome']>

export interface StageDescription {
  readonly table: StageTable
  readonly recording: StageRecording | undefined
  /** Absolute. */
  readonly project: string
  readonly root: string
}

/** A stage as the record of its pipeline has it. What was recorded before stands for what was not recorded now. */
export function describeStage({ stage, reasons, entry, outcome }: KnownStage, around: StageDescription): RecordedStage {
  const { table, recording } = around
  const { read, written } = recording?.undeclared ?? { read: [], written: [] }
  const id = recording?.known?.id
  const isKnown = outcome !== 'failed' && outcome !== 'skipped' && outcome !== undefined
  return {
    name: table.nameOf(stage),
    ...(id === undefined ? {} : { run: id }),
    ...(stage.cmd === undefined ? {} : { command: splitCommands(stage.cmd).join('\n') }),
    outcome: outcome === undefined ? 'SKIPPED' : outcomes[outcome],
    reasons: [...reasons],
    needs: table.needsOf(stage),
    deps: describeData(stage.deps, entry?.deps ?? (isKnown ? recordedEntries(stage.deps) : []), around),
    outs: describeData(stage.outs, entry?.outs ?? (isKnown ? recordedEntries(stage.outs) : []), around),
    undeclared_reads: [...read],
    undeclared_writes: [...written],
  }
}
