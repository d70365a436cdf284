import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keysQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import styles from './runs-page.module.css'

interface Props {
  readonly experimentIds: readonly string[]
  readonly chosen: readonly string[]
  readonly onChange: (columns: string[]) => void
}

/** Picks columns by searching on the server: there may be tens of thousands of names. */
export function ColumnPicker({ experimentIds, chosen, onChange }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles['picker']}>
      <button type="button" className={page['button']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Columns
      </button>
      {isOpen ? <Panel experimentIds={experimentIds} chosen={chosen} onChange={onChange} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

function Panel({ experimentIds, chosen, onChange, onClose }: Props & { readonly onClose: () => void }) {
  const [words, setWords] = useState('')
  const { data: metrics } = useQuery(keysQuery(experimentIds, 'metric', words, 40))
  const { data: params } = useQuery(keysQuery(experimentIds, 'param', words, 40))
  const { data: tags } = useQuery(keysQuery(experimentIds, 'tag', words, 40))
  const found = [
    ...(metrics?.keys.map(({ key }) => `metrics.${key}`) ?? []),
    ...(params?.keys.map(({ key }) => `params.${key}`) ?? []),
    ...(tags?.keys.map(({ key }) => `tags.${key}`) ?? []),
  ]
  const fields = [...chosen.filter((field) => field.includes(words)), ...found.filter((field) => !chosen.includes(field))]
  return (
    <div
      className={styles['panel']}
      role="dialog"
      aria-label="Columns"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <input
        type="search"
        className={page['search']}
        style={{ width: '100%' }}
        aria-label="Search columns"
        placeholder="Search metrics, params and tags"
        autoFocus
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      <ul>
        {fields.map((field) => (
          <li key={field}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(field)}
                onChange={({ target }) => onChange(target.checked ? [...chosen, field] : chosen.filter((one) => one !== field))}
              />
              {field}
            </label>
          </li>
        ))}
      </ul>
    </div>
  )
}
