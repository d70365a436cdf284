import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import page from '../../shell/page.module.css'
import styles from '../files.module.css'
import { FindBar } from './find-bar.tsx'
import { findInText, lineAt } from './find-in-text.ts'
import { highlightQuery } from './highlight-query.ts'
import { languageOf } from './language-of.ts'
import { LineList, type LineListHandle } from './line-list.tsx'
import { Spans } from './spans.tsx'
import { splitLines } from './split-lines.ts'

/** Characters that are highlighted: more would make the page wait. */
const MOST_HIGHLIGHTED = 300_000

interface Props {
  readonly text: string
  /** For the language and the label. */
  readonly path: string
  /** Stands beside the tools: how much is shown, and a button for more. */
  readonly children?: ReactNode
}

/** A text with numbers, colours of its language, and a search. */
export function TextView({ text, path, children }: Props) {
  const list = useRef<LineListHandle>(null)
  const [wanted, setWanted] = useState('')
  const [current, setCurrent] = useState(0)
  const [isWrapped, setWrapped] = useState(false)
  const lines = useMemo(() => splitLines(text), [text])
  const width = useMemo(() => lines.reduce((most, line) => Math.max(most, line.text.length), 0), [lines])
  const found = useMemo(() => findInText(text, wanted), [text, wanted])
  const { data: colours } = useQuery(highlightQuery(text, languageOf(path), MOST_HIGHLIGHTED))
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
        {children}
      </div>
      <LineList
        key={String(isWrapped)}
        handle={list}
        label={path}
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
                <Spans spans={coloured ?? [{ text: line?.text ?? '' }]} wanted={wanted} />
              </span>
            </>
          )
        }}
      />
    </>
  )
}
