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
        [...toEntries(reasons), ...(options.values === true ? [{ reasons: reasons.map(toPlain) }] : [])],
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

/** Values that JSON does not have, such as NaN and integers of any size, are told as Python's `json` prints them. */
function toPlain(reason: Reason): Readonly<Record<string, unknown>> {
  const hasValues = reason.kind === 'param' || reason.kind === 'command'
  const plain = (value: unknown): unknown => (hasValues && value !== undefined ? toJson(value as Value) : value)
  return Object.fromEntries(Object.entries(reason).map(([key, value]) => [key, key === 'old' || key === 'new' ? plain(value) : value]))
}

function toJson(value: Value): unknown {
  const text = jsonDumps(printable(value))
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** Dates and sets are told as text. */
export function printable(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(printable)
  if (value instanceof Map) return new Map<Scalar, Value>([...(value as Mapping)].map(([key, member]) => [key, printable(member)]))
  if (typeof value === 'object' && value !== null) return str(value)
  return value
}
