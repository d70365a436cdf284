import { jsonDumps, type Value } from '../python/index.ts'
import type { Reason } from './reason.ts'
import { printable } from './status-document.ts'

/** Columns of a state, as DVC has it. */
const WIDTH = 20
/** Characters of a value that are worth a line. */
const LONGEST = 200

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
  return reasons.map((reason) => {
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
        return `${reason.path} is ${reason.state}${told}`
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
      lines.push(`\t\t\t${state(reason.state)}${reason.key}`, ...because(reason, '\t\t\t'))
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

/** What was and what is; no line where one of them is not known. */
function because(reason: Reason, indent: string): string[] {
  if (reason.kind === 'always' || reason.kind === 'checksum') return []
  const tell = (value: Value | undefined): string | undefined => (value === undefined ? undefined : toWords(reason, value))
  const [old, now] = [tell(reason.old), tell(reason.new)]
  if (old === undefined && now === undefined) return []
  if (reason.kind !== 'param' && (old === undefined || now === undefined)) return []
  return [`${indent}${' '.repeat(WIDTH)}${old ?? '(none)'} → ${now ?? '(none)'}`]
}

function toWords(reason: Reason, value: Value): string {
  if ((reason.kind === 'dep' || reason.kind === 'out') && typeof value === 'string')
    return `${value.slice(0, 8)}${value.endsWith('.dir') ? ' (folder)' : ''}`
  const text = typeof value === 'string' ? quote(value, reason) : jsonDumps(printable(value))
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function quote(text: string, { kind }: Reason): string {
  return kind === 'command' ? text.trimEnd().replaceAll('\n', '⏎') : JSON.stringify(text)
}
