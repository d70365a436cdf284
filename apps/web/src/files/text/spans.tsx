import { Fragment, type ReactNode } from 'react'
import styles from './looks.module.css'

export interface DrawnSpan {
  readonly text: string
  readonly look?: string | undefined
}

/** Spans of a line; what is searched for is marked in them. */
export function Spans({ spans, wanted = '' }: { readonly spans: readonly DrawnSpan[]; readonly wanted?: string }) {
  return spans.map(({ text, look }, at) => (
    <span key={at} className={look === undefined ? undefined : styles[look]}>
      {wanted === '' ? text : marked(text, wanted)}
    </span>
  ))
}

function marked(text: string, wanted: string): ReactNode {
  const [where, what] = [text.toLowerCase(), wanted.toLowerCase()]
  const parts: ReactNode[] = []
  let from = 0
  for (let at = where.indexOf(what); at !== -1; at = where.indexOf(what, from)) {
    parts.push(<Fragment key={from}>{text.slice(from, at)}</Fragment>, <mark key={`m${at}`}>{text.slice(at, at + what.length)}</mark>)
    from = at + what.length
  }
  return [...parts, <Fragment key="end">{text.slice(from)}</Fragment>]
}
