import type { JsonTree } from '@reprise/compare'
import { useMemo, useState } from 'react'
import styles from '../files.module.css'
import { LineList } from '../text/line-list.tsx'
import looks from '../text/looks.module.css'
import { type JsonRow, MOST_MEMBERS, printJson, rowsOfJson, sizeOf } from './json-rows.ts'

/** Small trees are open from the start. */
const OPEN_DEPTH = 1

/** JSON whose parts open and close; only rows in view are in the page. */
export function JsonTreeView({ root, label }: { readonly root: JsonTree; readonly label: string }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const isOpen = (path: string, depth: number): boolean => depth <= OPEN_DEPTH !== toggled.has(path)
  // What is open follows from what was toggled.
  // oxlint-disable-next-line react/exhaustive-deps
  const rows = useMemo(() => rowsOfJson(root, isOpen), [root, toggled])
  const toggle = (path: string) => {
    const next = new Set(toggled)
    if (!next.delete(path)) next.add(path)
    setToggled(next)
  }
  return (
    <LineList
      label={label}
      count={rows.length}
      width={200}
      isWrapped={false}
      keyOf={(index) => rows[index]?.path ?? index}
      renderLine={(index) => {
        const row = rows[index]
        return row === undefined ? null : <Row row={row} isOpen={isOpen(row.path, row.depth)} onToggle={() => toggle(row.path)} />
      }}
    />
  )
}

function Row({
  row: { depth, name, value },
  isOpen,
  onToggle,
}: {
  readonly row: JsonRow
  readonly isOpen: boolean
  readonly onToggle: () => void
}) {
  const size = sizeOf(value)
  const indent = { paddingLeft: `${Math.min(depth, 40) * 2 + 1}ch` }
  const key = name === undefined ? null : <span className={looks['attr']}>{name}: </span>
  if (size === 0) {
    return (
      <span style={indent}>
        {'  '}
        {key}
        <span className={looks[value.kind === 'text' ? 'string' : value.kind === 'number' ? 'number' : 'keyword']}>
          {printJson(value, 1_000)}
        </span>
      </span>
    )
  }
  const marks = value.kind === 'array' ? '[]' : '{}'
  return (
    <button type="button" className={styles['opener']} style={indent} aria-expanded={isOpen} onClick={onToggle}>
      {isOpen ? '▾ ' : '▸ '}
      {key}
      {isOpen ? marks[0] : printJson(value)} <span className={looks['comment']}>{size > 1 || isOpen ? `${size}` : ''}</span>
      {isOpen && size > MOST_MEMBERS ? (
        <span className={looks['comment']}> the first {MOST_MEMBERS.toLocaleString('en-US')} are listed</span>
      ) : null}
    </button>
  )
}
