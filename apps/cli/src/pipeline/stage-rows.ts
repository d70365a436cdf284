import type { StageEvent, StageOutcome } from '@reprise/pipelines'
import { addressOf, keyOf, type Show, type Stage } from '@reprise/pipelines/graph'
import { reasonLines } from '@reprise/pipelines/status'
import { cutToWidth, toCellText } from '../output/cell.ts'
import type { Style } from '../output/style.ts'
import { printDuration } from '../output/values.ts'

type State = 'waiting' | 'looking' | 'running' | 'saving' | StageOutcome

interface Row {
  readonly name: string
  state: State
  why: string
  began: number | undefined
  /** Milliseconds, of one that is done. */
  took: number | undefined
}

const marks: Readonly<Record<State, string>> = {
  waiting: '·',
  looking: '·',
  running: '▸',
  saving: '▸',
  ran: '✓',
  restored: '✓',
  verified: '✓',
  pulled: '✓',
  unchanged: '✓',
  'would run': '·',
  failed: '✗',
  skipped: '–',
}

/** Columns of names at most. */
const WIDEST = 40
const STATE = 10
const TIME = 8

/** The stages of a `repro` as rows: state, time, why. */
export class StageRows {
  readonly #rows = new Map<string, Row>()
  readonly #show: Show
  readonly #now: () => number

  constructor(show: Show, now: () => number) {
    this.#show = show
    this.#now = now
  }

  observe(event: StageEvent): void {
    if (event.kind === 'planned') {
      for (const stage of event.stages) this.#rows.set(keyOf(stage), this.#newRow(stage))
      return
    }
    const row = this.#rows.get(keyOf(event.stage))
    if (row === undefined) return
    if (event.kind === 'reached') Object.assign(row, { state: 'looking', began: this.#now() })
    if (event.kind === 'started') row.why = event.isForced ? 'it is forced' : reasonLines(event.reasons).join('; ')
    if (event.kind === 'running') Object.assign(row, { state: 'running', began: this.#now() })
    if (event.kind === 'exited') row.state = 'saving'
    if (event.kind === 'failed') row.why = event.error.message
    if (event.kind === 'ended') Object.assign(row, { state: event.outcome, took: event.milliseconds })
  }

  /** As many rows as there is room for: what runs and what failed first, what is done and nothing was done for last. */
  print({ width, height, style }: { readonly width: number; readonly height: number; readonly style: Style }): string[] {
    const all = [...this.#rows.values()]
    const shown = new Set(all.length <= height ? all : all.toSorted((a, b) => rank(a) - rank(b)).slice(0, Math.max(1, height - 1)))
    const widest = Math.min(WIDEST, Math.max(0, ...all.map(({ name }) => name.length)))
    const lines = all.filter((row) => shown.has(row)).map((row) => this.#printRow(row, { width, widest, style }))
    if (shown.size < all.length) lines.push(cutToWidth(`  … ${describeRest(all.filter((row) => !shown.has(row)))}`, width - 1))
    return lines
  }

  #newRow(stage: Stage): Row {
    return { name: toCellText(addressOf(stage, this.#show)), state: 'waiting', why: '', began: undefined, took: undefined }
  }

  #printRow({ name, state, why, began, took }: Row, { width, widest, style }: { width: number; widest: number; style: Style }): string {
    const isActive = state === 'running' || state === 'saving'
    const time = took ?? (isActive && began !== undefined ? this.#now() - began : undefined)
    const shownTime = time === undefined || state === 'skipped' ? '' : printDuration(time)
    const text = `${marks[state]} ${cutToWidth(name, widest).padEnd(widest)}  ${state.padEnd(STATE)} ${shownTime.padStart(TIME)}  ${toCellText(why)}`
    const line = cutToWidth(text.trimEnd(), width - 1)
    if (state === 'failed') return style.bad(line)
    return isActive ? style.bold(line) : state === 'ran' || state === 'restored' ? line : style.dim(line)
  }
}

function rank({ state }: Row): number {
  const order: readonly State[] = ['running', 'saving', 'failed', 'looking', 'skipped', 'ran', 'restored', 'verified', 'pulled', 'waiting']
  const place = order.indexOf(state)
  return place < 0 ? order.length : place
}

function describeRest(rows: readonly Row[]): string {
  const counts = new Map<string, number>()
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1)
  return `and ${rows.length} more: ${[...counts].map(([state, count]) => `${count} ${state}`).join(', ')}`
}
