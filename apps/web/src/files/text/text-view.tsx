import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import page from '../../shell/page.module.css'
import { AnsiLine } from '../ansi/ansi-line.tsx'
import styles from '../files.module.css'
import { FindBar } from './find-bar.tsx'
import { findInText, lineAt } from './find-in-text.ts'
import { highlightQuery } from './highlight-query.ts'
import { languageOf } from './language-of.ts'
import { LineList, type LineListHandle } from './line-list.tsx'
import { Spans } from './spans.tsx'
import { splitLines } from './split-lines.ts'
import { readTerminalText } from './terminal-text.ts'

/** Characters that are highlighted: more would make the page wait. */
const MOST_HIGHLIGHTED = 300_000

interface Props {
  readonly text: string
  /** For the language and the label. */
  readonly path: string
  /** Stands beside the tools: how much is shown, and a button for more. */
  readonly children?: ReactNode
}

/** Of a text that was written to a terminal, lines stay whole: what is written over counts from their beginnings. */
const WHOLE = Infinity
/** Characters of a line that widen the list. */
const WIDEST = 20_000

/** A text with numbers, colours of its language or of the terminal that it was written to, and a search. */
export function TextView({ text: written, path, children }: Props) {
  const list = useRef<LineListHandle>(null)
  const [wanted, setWanted] = useState('')
  const [current, setCurrent] = useState(0)
  const [isWrapped, setWrapped] = useState(false)
  const [isRaw, setRaw] = useState(false)
  const language = languageOf(path)
  const terminal = useMemo(() => (language === undefined ? readTerminalText(written, path) : undefined), [written, path, language])
  const drawn = isRaw ? undefined : terminal
  const text = drawn?.plain ?? written
  const lines = useMemo(() => splitLines(text, drawn && WHOLE), [text, drawn])
  const width = useMemo(() => lines.reduce((most, line) => Math.max(most, Math.min(WIDEST, line.text.length)), 0), [lines])
  const found = useMemo(() => findInText(text, wanted), [text, wanted])
  const { data: colours } = useQuery(highlightQuery(text, language, MOST_HIGHLIGHTED))
  const show = (at: number, places = found) => {
    const place = places[at]
    setCurrent(at)
    if (place !== undefined) list.current?.scrollToLine(lineAt(lines, place))
  }
  const search = (next: string) => {
    setWanted(next)
    show(0, findInText(text, next))
  }
  const foundLine = found[current] === undefined ? -1 : lineAt(lines, found[current])
  return (
    <>
      <div className={styles['tools']}>
        <FindBar
          label="Search in this file"
          wanted={wanted}
          count={found.length}
          current={current}
          onSearch={search}
          onStep={(by) => found.length > 0 && show((current + by + found.length) % found.length)}
        />
        <label className={page['button']}>
          <input type="checkbox" checked={isWrapped} onChange={({ target }) => setWrapped(target.checked)} /> Wrap
        </label>
        {terminal === undefined ? null : (
          <label className={page['button']}>
            <input type="checkbox" checked={!isRaw} onChange={({ target }) => setRaw(!target.checked)} /> As in a terminal
          </label>
        )}
        {children}
      </div>
      <LineList
        key={`${isWrapped} ${isRaw}`}
        handle={list}
        label={`Lines of ${path}`}
        count={lines.length}
        width={width}
        isWrapped={isWrapped}
        classOf={(index) => (index === foundLine ? styles['found'] : undefined)}
        renderLine={(index) => {
          const line = lines[index]
          const next = lines[index + 1]
          // A line that goes on in further rows is drawn plainly.
          const isWhole = line?.number !== undefined && (next === undefined || next.number !== undefined)
          const coloured = isWhole ? colours?.[line.number - 1] : undefined
          return (
            <>
              <span className={styles['number']}>{line?.number}</span>
              <span>
                {drawn === undefined || line?.number === undefined ? (
                  <Spans spans={coloured ?? [{ text: line?.text ?? '' }]} wanted={wanted} />
                ) : (
                  <AnsiLine line={drawn.lines[line.number - 1] ?? ''} wanted={wanted} />
                )}
              </span>
            </>
          )
        }}
      />
    </>
  )
}
