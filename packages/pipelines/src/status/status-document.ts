import { encodeText, parseWireJson } from '@reprise/protocol/wire'
import { jsonDumps, str, type Mapping, type Scalar, type Value } from '../python/index.ts'
import type { Reason } from './reason.ts'

/** What `status --json` prints, as a value; with `values` each stage also has `{"reasons": […]}`, with what was and what is. */
export type StatusDocument = Readonly<Record<string, readonly (string | Readonly<Record<string, unknown>>)[]>>

/** In DVC's form: stages without a reason are left out. */
export function toStatusDocument(
  stages: ReadonlyMap<string, readonly Reason[]>,
  options: { readonly values?: boolean } = {},
): StatusDocument {
  return Object.fromEntries(
    [...stages]
      .filter(([, reasons]) => reasons.length > 0)
      .map(([address, reasons]) => [
        address,
        [...toEntries(reasons), ...(options.values === true ? [{ reasons: reasons.map(toReasonValues) }] : [])],
      ]),
  )
}

function toEntries(reasons: readonly Reason[]): (string | Readonly<Record<string, unknown>>)[] {
  const deps: Record<string, string | Record<string, string>> = {}
  const outs: Record<string, string> = {}
  const rest: string[] = []
  for (const reason of reasons) {
    if (reason.kind === 'dep') deps[reason.path] = reason.state
    else if (reason.kind === 'param' && reason.key === undefined) deps[reason.path] = reason.state
    else if (reason.kind === 'param') {
      const keys = deps[reason.path]
      deps[reason.path] = { ...(typeof keys === 'object' ? keys : {}), [reason.key ?? '']: reason.state }
    } else if (reason.kind === 'out') outs[reason.path] = reason.state
    else rest.push({ always: 'always changed', command: 'changed command', checksum: 'changed checksum' }[reason.kind])
  }
  return [
    ...(Object.keys(deps).length > 0 ? [{ 'changed deps': deps }] : []),
    ...(Object.keys(outs).length > 0 ? [{ 'changed outs': outs }] : []),
    ...rest,
  ]
}

/** A reason whose values JSON has, for programs. */
export type ReasonValues = Pick<Reason, 'kind'> & {
  readonly path?: string
  readonly key?: string | undefined
  readonly state?: string
  readonly old?: unknown
  readonly new?: unknown
}

export function toReasonValues(reason: Reason): ReasonValues {
  if (reason.kind !== 'param' && reason.kind !== 'command') return reason
  const plain = (value: Value | undefined): unknown => (value === undefined ? undefined : toJsonValue(value))
  return { ...reason, old: plain(reason.old), new: plain(reason.new) }
}

/** Values that JSON does not have, such as NaN, and integers that readers of JSON would round, are told as text. */
export function toJsonValue(value: Value): unknown {
  const text = jsonDumps(printable(value))
  const parsed = parseWireJson(encodeText(text))
  return parsed === undefined ? text : parsed
}

/** Dates and sets are told as text. */
export function printable(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(printable)
  if (value instanceof Map) return new Map<Scalar, Value>([...(value as Mapping)].map(([key, member]) => [key, printable(member)]))
  if (typeof value === 'object' && value !== null) return str(value)
  return value
}
