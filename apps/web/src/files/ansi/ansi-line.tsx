import { useMemo } from 'react'
import styles from './ansi.module.css'
import { parseAnsi } from './parse-ansi.ts'

/** A line of a log in its colours; what is searched for is marked in it. */
export function AnsiLine({ line, wanted = '' }: { readonly line: string; readonly wanted?: string }) {
  const spans = useMemo(() => parseAnsi(line), [line])
  return spans.map(({ text, look }, at) => (
    <span
      key={at}
      className={look
        ?.split(' ')
        .map((name) => styles[name])
        .join(' ')}
    >
      {wanted === '' ? text : <Marked text={text} wanted={wanted} />}
    </span>
  ))
}

function Marked({ text, wanted }: { readonly text: string; readonly wanted: string }) {
  const at = text.toLowerCase().indexOf(wanted.toLowerCase())
  if (at === -1) return text
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + wanted.length)}</mark>
      <Marked text={text.slice(at + wanted.length)} wanted={wanted} />
    </>
  )
}
