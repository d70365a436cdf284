import { useState } from 'react'
import page from '../shell/page.module.css'
import styles from './diff.module.css'

/** A file of two runs. */
export interface FilePair {
  readonly path: string
  readonly change: 'added' | 'removed' | 'changed' | 'same' | 'unknown'
}

const marks = { added: '+', removed: '−', changed: '±', same: '=', unknown: '?' } as const

/** Files that are listed; a search finds the others. */
const MOST = 1_000

interface Props {
  readonly label: string
  readonly pairs: readonly FilePair[]
  readonly chosen: string | undefined
  readonly onChoose: (path: string) => void
}

/** Files by what became of them: what is the same is left out unless it is asked for. */
export function PairList({ label, pairs, chosen, onChoose }: Props) {
  const [search, setSearch] = useState('')
  const [isAll, setAll] = useState(false)
  const same = pairs.filter(({ change }) => change === 'same').length
  const shown = pairs.filter(({ path, change }) => (isAll || change !== 'same') && path.toLowerCase().includes(search.toLowerCase()))
  return (
    <section className={styles['list']} aria-label={label} tabIndex={0}>
      <input
        type="search"
        className={page['search']}
        style={{ width: '100%' }}
        aria-label={`Search ${label.toLowerCase()}`}
        placeholder="Search"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <label>
        <input type="checkbox" checked={isAll} onChange={({ target }) => setAll(target.checked)} /> {same} the same
      </label>
      <ul>
        {shown.slice(0, MOST).map(({ path, change }) => (
          <li key={path}>
            <a
              href={`#${path}`}
              aria-current={path === chosen}
              onClick={(event) => {
                event.preventDefault()
                onChoose(path)
              }}
            >
              <span
                className={[styles['mark'], change === 'added' ? styles['plus'] : change === 'removed' ? styles['minus'] : ''].join(' ')}
                title={change}
              >
                {marks[change]}
              </span>
              {path}
            </a>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p>{pairs.length === same ? 'Nothing differs.' : 'No file is called so.'}</p> : null}
      {shown.length > MOST ? <p>and {shown.length - MOST} more; search for them</p> : null}
    </section>
  )
}
