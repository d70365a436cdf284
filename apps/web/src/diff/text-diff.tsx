import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { highlightQuery } from '../files/text/highlight-query.ts'
import { languageOf } from '../files/text/language-of.ts'
import { LineList } from '../files/text/line-list.tsx'
import { type DrawnSpan, Spans } from '../files/text/spans.tsx'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { useWorker } from '../workers/use-worker.ts'
import styles from './diff.module.css'
import { type DiffRow, foldRows, type FoldedRows, pairRows } from './diff-rows.ts'
import type { TextDiff, TextPair } from './diff-texts.ts'
import { partsOfLine } from './parts-of-line.ts'

interface Props extends TextPair {
  /** For the language and the label. */
  readonly path: string
  readonly isSide: boolean
  readonly onSide: (isSide: boolean) => void
  readonly children?: ReactNode
}

/** Characters whose lines are coloured. */
const MOST_COLOURED = 200_000

/** Two texts against each other, under each other or side by side, with what changed within lines. It is found beside the page. */
export function TextDiffView({ a, b, path, isSide, onSide, children }: Props) {
  const worker = useWorker()
  const { data, error } = useQuery({
    queryKey: ['diff', a, b],
    queryFn: () => worker.run('diffTexts', { a, b }),
    staleTime: Infinity,
    gcTime: 30_000,
    retry: false,
  })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  return (
    <>
      <div className={page['bar']}>
        {data.added + data.removed === 0 ? (
          <span>Both are the same.</span>
        ) : (
          <span>
            <span className={styles['plus']}>+{data.added}</span> <span className={styles['minus']}>−{data.removed}</span> lines
          </span>
        )}
        <label className={page['button']}>
          <input type="checkbox" checked={isSide} onChange={({ target }) => onSide(target.checked)} /> Side by side
        </label>
        {children}
      </div>
      <Rows diff={data} path={path} isSide={isSide} />
    </>
  )
}

/** What one row of the list shows: both sides, one of them, or how many are left out. */
type Drawn = FoldedRows | { readonly row: DiffRow; readonly side: 'both' | 'a' | 'b' }

function Rows({ diff, path, isSide }: { readonly diff: TextDiff; readonly path: string; readonly isSide: boolean }) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const rows = useMemo(() => pairRows(diff.steps), [diff])
  const drawn = useMemo(() => toDrawn(foldRows(rows, opened), isSide), [rows, opened, isSide])
  const colours = [useColours(diff.a, path), useColours(diff.b, path)] as const
  const width = useMemo(() => [...diff.a, ...diff.b].reduce((most, line) => Math.max(most, line.length), 0), [diff])
  return (
    <LineList
      label={`Difference of ${path}`}
      count={drawn.length}
      width={isSide ? 0 : width + 12}
      isWrapped={isSide}
      classOf={(index) => {
        const one = drawn[index]
        if (one === undefined || 'folded' in one) return styles['fold']
        return one.side === 'both' ? undefined : styles[one.side === 'a' ? 'removed' : 'added']
      }}
      renderLine={(index) => {
        const one = drawn[index]
        if (one === undefined) return null
        if ('folded' in one) {
          return (
            <button type="button" className={styles['unfold']} onClick={() => setOpened(new Set([...opened, one.at]))}>
              {one.folded} lines that are the same
            </button>
          )
        }
        return isSide ? <Sides row={one.row} diff={diff} colours={colours} /> : <Single drawn={one} diff={diff} colours={colours} />
      }}
    />
  )
}

/** One under the other: of a stretch of changes what was removed comes first. */
function toDrawn(rows: readonly (DiffRow | FoldedRows)[], isSide: boolean): Drawn[] {
  if (isSide) return rows.map((row) => ('folded' in row ? row : { row, side: 'both' }))
  const found: Drawn[] = []
  let added: Drawn[] = []
  for (const row of rows) {
    if (!('folded' in row) && !row.isSame) {
      if (row.a !== undefined) found.push({ row, side: 'a' })
      if (row.b !== undefined) added.push({ row, side: 'b' })
      continue
    }
    found.push(...added, 'folded' in row ? row : { row, side: 'both' })
    added = []
  }
  return [...found, ...added]
}

interface LineProps {
  readonly diff: TextDiff
  readonly colours: readonly [Colours, Colours]
}

function Single({ drawn: { row, side }, diff, colours }: LineProps & { readonly drawn: Exclude<Drawn, FoldedRows> }) {
  const isRight = side === 'b'
  return (
    <>
      <span className={styles['number']}>{side === 'b' || row.a === undefined ? '' : row.a + 1}</span>
      <span className={styles['number']}>{side === 'a' || row.b === undefined ? '' : row.b + 1}</span>
      <span className={styles['sign']}>{side === 'a' ? '−' : side === 'b' ? '+' : ' '}</span>
      <span>
        <Line row={row} isRight={isRight} diff={diff} colours={colours} />
      </span>
    </>
  )
}

function Sides({ row, diff, colours }: LineProps & { readonly row: DiffRow }) {
  return (
    <div className={styles['sides']}>
      <div className={row.isSame ? undefined : styles[row.a === undefined ? 'nothing' : 'removed']}>
        <span className={styles['number']}>{row.a === undefined ? '' : row.a + 1}</span>
        <span>{row.a === undefined ? '' : <Line row={row} isRight={false} diff={diff} colours={colours} />}</span>
      </div>
      <div className={row.isSame ? undefined : styles[row.b === undefined ? 'nothing' : 'added']}>
        <span className={styles['number']}>{row.b === undefined ? '' : row.b + 1}</span>
        <span>{row.b === undefined ? '' : <Line row={row} isRight diff={diff} colours={colours} />}</span>
      </div>
    </div>
  )
}

/** A line in its colours; where it was changed, what changed in it is marked instead. */
function Line({ row, isRight, diff, colours }: LineProps & { readonly row: DiffRow; readonly isRight: boolean }) {
  const [left, right] = [row.a === undefined ? undefined : diff.a[row.a], row.b === undefined ? undefined : diff.b[row.b]]
  const text = (isRight ? right : left) ?? ''
  if (!row.isSame && left !== undefined && right !== undefined) {
    const parts = partsOfLine(left, right)?.[isRight ? 1 : 0]
    if (parts !== undefined) {
      return parts.map((part, at) =>
        part.isChanged ? (
          <b key={at} className={styles['changed']}>
            {part.text}
          </b>
        ) : (
          <span key={at}>{part.text}</span>
        ),
      )
    }
  }
  const spans = colours[isRight ? 1 : 0]?.[(isRight ? row.b : row.a) ?? -1]
  return <Spans spans={spans ?? [{ text: text.slice(0, 5_000) }]} />
}

type Colours = readonly (readonly DrawnSpan[])[] | undefined

function useColours(lines: readonly string[], path: string): Colours {
  const text = useMemo(() => lines.join('\n'), [lines])
  return useQuery(highlightQuery(text, languageOf(path), MOST_COLOURED)).data
}
