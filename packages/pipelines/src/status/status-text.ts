import type { ParameterState } from '../params/index.ts'
import { jsonDumps, type Value } from '../python/index.ts'
import { findLeafChanges } from './leaf-changes.ts'
import type { Reason } from './reason.ts'
import { printable } from './status-document.ts'

/** Columns of a state, as DVC has it. */
const WIDTH = 20
/** Characters of a value that are worth a line. */
const LONGEST = 200
/** How many characters before a difference tell where it is. */
const BEFORE_DIFFERENCE = 40

/** The lines of `status` of one stage: DVC's, and below each what was and what is. */
export function statusLines(address: string, reasons: readonly Reason[]): string[] {
  const inputs = reasons.filter(({ kind }) => kind === 'dep' || kind === 'param')
  const outs = reasons.filter(({ kind }) => kind === 'out')
  return [
    `${address}:`,
    ...(inputs.length > 0 ? ['\tchanged deps:', ...inputLines(inputs)] : []),
    ...(outs.length > 0 ? ['\tchanged outs:', ...outs.flatMap((reason) => dataLines(reason, '\t\t'))] : []),
    ...reasons.flatMap((reason) => {
      if (reason.kind === 'always') return ['\talways changed']
      if (reason.kind === 'checksum') return ['\tchanged checksum']
      return reason.kind === 'command' ? ['\tchanged command', ...because(reason, '\t')] : []
    }),
  ]
}

/** One line for each reason, for those who ask why a stage runs. */
export function reasonLines(reasons: readonly Reason[]): string[] {
  return reasons.flatMap(partsOf).map((reason) => {
    const [why] = because(reason, '')
    const told = why === undefined ? '' : `: ${why.trim()}`
    switch (reason.kind) {
      case 'always':
        return 'it always runs'
      case 'command':
        return `command changed${told}`
      case 'checksum':
        return 'its definition changed'
      case 'param':
        return `${reason.key === undefined ? '' : `${reason.key} of `}${reason.path} is ${reason.state}${told}`
      case 'dep':
      case 'out':
        return `${reason.path} is ${reason.state === 'modified' && reason.old === undefined ? 'new' : reason.state}${told}`
      default:
        return reason satisfies never
    }
  })
}

function inputLines(reasons: readonly Reason[]): string[] {
  const lines: string[] = []
  let file: string | undefined
  for (const reason of reasons) {
    if (reason.kind === 'param' && reason.key !== undefined) {
      if (file !== reason.path) lines.push(`\t\t${reason.path}:`)
      file = reason.path
      lines.push(`\t\t\t${state(reason.state)}${reason.key}`, ...partsOf(reason).flatMap((part) => because(part, '\t\t\t', reason.key)))
    } else lines.push(...dataLines(reason, '\t\t'))
  }
  return lines
}

function dataLines(reason: Reason, indent: string): string[] {
  if (reason.kind !== 'dep' && reason.kind !== 'out' && reason.kind !== 'param') return []
  return [`${indent}${state(reason.state)}${reason.path}`, ...because(reason, indent)]
}

function state(text: string): string {
  return `${text}:`.padEnd(WIDTH)
}

/** A parameter that is a mapping is told by its entries that differ. */
function partsOf(reason: Reason): Reason[] {
  if (reason.kind !== 'param' || reason.key === undefined) return [reason]
  return findLeafChanges(reason.key, reason.old, reason.new).map((leaf) => ({ ...reason, ...leaf, state: stateOf(leaf) }))
}

function stateOf(change: { readonly old: Value | undefined; readonly new: Value | undefined }): ParameterState {
  if (change.old === undefined) return 'new'
  return change.new === undefined ? 'deleted' : 'modified'
}

/** What was and what is; no line where one of them is not known. The key of a parameter is named where another one, `heading`, stands above. */
function because(reason: Reason, indent: string, heading?: string): string[] {
  if (reason.kind === 'always' || reason.kind === 'checksum') return []
  const tell = (value: Value | undefined): string | undefined => (value === undefined ? undefined : toWords(reason, value))
  const [old, now] = showDifference(tell(reason.old), tell(reason.new))
  if (old === undefined && now === undefined) return []
  if (reason.kind !== 'param' && (old === undefined || now === undefined)) return []
  const name = reason.kind === 'param' && heading !== undefined && reason.key !== heading ? `${reason.key}: ` : ''
  return [`${indent}${' '.repeat(WIDTH)}${name}${old ?? '(none)'} → ${now ?? '(none)'}`]
}

/** Of two long texts the part in which they differ, with some of what stands before it. */
function showDifference(old: string | undefined, now: string | undefined): [string | undefined, string | undefined] {
  if (old === undefined || now === undefined || (old.length <= LONGEST && now.length <= LONGEST)) return [cut(old), cut(now)]
  let same = 0
  while (same < old.length && old[same] === now[same]) same += 1
  const start = Math.max(0, same - BEFORE_DIFFERENCE)
  const from = (text: string): string => `${start > 0 ? '…' : ''}${text.slice(start)}`
  return [cut(from(old)), cut(from(now))]
}

function cut(text: string | undefined): string | undefined {
  return text !== undefined && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function toWords(reason: Reason, value: Value): string {
  if ((reason.kind === 'dep' || reason.kind === 'out') && typeof value === 'string')
    return `${value.slice(0, 8)}${value.endsWith('.dir') ? ' (folder)' : ''}`
  return typeof value === 'string' ? quote(value, reason) : jsonDumps(printable(value))
}

function quote(text: string, { kind }: Reason): string {
  return kind === 'command' ? text.trimEnd().replaceAll('\n', '⏎') : JSON.stringify(text)
}
