import { type Audit, type AuditState, auditStates } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { printCount } from '../../output/values.ts'

interface Writing {
  readonly json: boolean
  readonly world: Pick<World, 'write' | 'width' | 'style'>
  /** Takes away what stands on the terminal for the moment. */
  readonly beforeWrite: () => void
}

/** Writes audits a page at a time, so that memory does not grow with their number. */
export interface AuditWriter {
  add(audit: Audit): void
  end(counts: Readonly<Record<AuditState, number>>): void
}

const PAGE = 50
/** Names of one kind in a line; a terminal has no room for more. */
const MOST_SUBJECTS = 10

export function createWriter(
  experiment: { readonly id: string; readonly name: string },
  { json, world, beforeWrite }: Writing,
): AuditWriter {
  let page: Audit[] = []
  let written = 0
  const flush = (): void => {
    if (page.length === 0) return
    beforeWrite()
    world.write(json ? printRuns(page, written === 0) : printPage(page, { isFirst: written === 0, world }))
    written += page.length
    page = []
  }
  return {
    add: (audit) => {
      if (json && written === 0 && page.length === 0) world.write(`{"experiment":${printJson(experiment).trim()},"runs":[\n`)
      page.push(audit)
      if (page.length >= PAGE) flush()
    },
    end: (counts) => {
      flush()
      beforeWrite()
      if (!json) return world.write(`${written === 0 ? '' : '\n'}${printSummary(counts)}\n`)
      const begin = written === 0 ? `{"experiment":${printJson(experiment).trim()},"runs":[` : ''
      world.write(`${begin}],"counts":${printJson(counts).trim()}}\n`)
    },
  }
}

function printRuns(audits: readonly Audit[], isFirst: boolean): string {
  return audits.map((audit, index) => `${isFirst && index === 0 ? '' : ','}${printJson({ ...audit, last: audit.last ?? null })}`).join('')
}

interface Page {
  readonly isFirst: boolean
  readonly world: Pick<World, 'width' | 'style'>
}

/** Columns are as wide on every page. */
function printPage(audits: readonly Audit[], { isFirst, world }: Page): string {
  const title = (text: string): string => (isFirst ? text : '')
  const columns: readonly Column<Audit>[] = [
    { title: title('RUN'), value: ({ run }) => run.padEnd(32) },
    { title: title('STATE'), value: ({ state }) => state.padEnd(7) },
    { title: title('LAST'), value: (audit) => printLast(audit).padEnd(10), giveWay: 2 },
    { title: title('MISSING'), value: (audit) => printMissing(audit).padEnd(24), giveWay: 1, narrowest: 16 },
  ]
  return printTable(audits, columns, { width: world.width, styleTitles: world.style.bold }).text
}

const verdictWords: ReadonlyMap<string, string> = new Map([
  ['BIT_IDENTICAL', 'identical'],
  ['WITHIN_TOLERANCE', 'tolerance'],
  ['DIVERGED', 'diverged'],
  ['CANNOT', 'cannot'],
])

/** Tags may be written by anybody: what is no verdict is shown as a question. */
function printLast({ last }: Audit): string {
  return last === undefined ? '-' : (verdictWords.get(last.verdict) ?? '?')
}

/** What keeps it from being ready: `data a.csv, b.csv; secret API_KEY`, and of one thing alone also why. Remarks are for --json. */
function printMissing({ problems }: Audit): string {
  const lacks = problems.filter(({ leaves }) => leaves !== 'ready')
  const [only] = lacks
  const subjects = new Map<string, string[]>()
  for (const { kind, subject } of lacks) subjects.set(kind, [...(subjects.get(kind) ?? []), subject].slice(0, MOST_SUBJECTS))
  const text = [...subjects].map(([kind, names]) =>
    [kind.replace(/^missing /, ''), names.filter((name) => name !== 'run').join(', ')].join(' '),
  )
  return `${text.join('; ').trim()}${only === undefined || lacks.length > 1 || only.subject === 'run' ? '' : `: ${only.why}`}`
}

/** `12 runs: 9 ready, 1 needs, 2 cannot`. */
function printSummary(counts: Readonly<Record<AuditState, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const parts = auditStates.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`)
  return parts.length === 0 ? 'There are no runs.' : `${printCount(total, 'run')}: ${parts.join(', ')}`
}
