import { appendFile } from 'node:fs/promises'
import { printMarkdown, type Reproduction } from '@reprise/reproduce'
import { same } from './same-rungs.ts'

/** Rows of results; GitHub takes no summary of more than a mebibyte. */
const MOST_ROWS = 200
const MOST_CHARACTERS = 400_000

/** What a summary of a CI job says: the verdict, what differs, why. GitHub-flavoured Markdown that ends in a newline. */
export function printSummary(reproduction: Reproduction): string {
  const differing = reproduction.items.filter(({ rung }) => !same.has(rung))
  const text = printMarkdown({ ...reproduction, items: differing.slice(0, MOST_ROWS) })
  const left = differing.length - MOST_ROWS
  const whole = left > 0 ? `${text}\n${left} more results differ.\n` : text
  if (whole.length <= MOST_CHARACTERS) return whole
  return `${whole.slice(0, whole.lastIndexOf('\n', MOST_CHARACTERS))}\n\nThe rest is left out: the whole report is with the run.\n`
}

/** Adds to the summary that other steps of the job may write to, too. */
export async function addToSummary(file: string, reproduction: Reproduction): Promise<void> {
  await appendFile(file, `${printSummary(reproduction)}\n`)
}

/** One line by which GitHub marks the job: `::error title=…::…` or `::notice …`. To others it is a line of text. */
export function printAnnotation({ verdict, kind, why, run }: Reproduction): string {
  const level = verdict === 'BIT_IDENTICAL' || verdict === 'WITHIN_TOLERANCE' ? 'notice' : 'error'
  return `::${level} title=${escapeProperty(`Reproduction of ${run}`)}::${escapeData(`${verdict} (${kind}): ${why}`)}\n`
}

/** Names and messages come from programs. A line of theirs that looks like a command of the CI is no longer one. */
export function disarm(text: string, { json = false }: { readonly json?: boolean } = {}): string {
  // Of a document, nothing may change but how it is written.
  if (json) return text.replaceAll('##[', String.raw`#\u0023[`)
  return text.replace(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [')
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('##[', '## [')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
