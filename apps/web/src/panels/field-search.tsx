import { useId, useState } from 'react'
import page from '../shell/page.module.css'
import { useFieldSearch } from './fields.ts'
import type { PanelField } from './kind.ts'
import styles from './panel-dialog.module.css'

interface Props {
  readonly experimentIds: readonly string[]
  readonly field: PanelField
  readonly chosen: readonly string[]
  readonly onChange: (names: string[]) => void
}

/** Picks what a chart shows by searching on the server: there may be tens of thousands of names. A path of an artifact is typed. */
export function FieldSearch({ experimentIds, field: { label, from, least, most }, chosen, onChange }: Props) {
  const [words, setWords] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [choice, setChoice] = useState(0)
  const list = useId()
  const found = useFieldSearch(experimentIds, from, words.replace(/^(metrics|params|tags|attributes)\./, ''))
  const typed = from.includes('artifacts') && words.trim() !== '' ? [words.trim()] : []
  const offered = isOpen ? [...typed, ...found].filter((name) => !chosen.includes(name)) : []
  const take = (name: string | undefined) => {
    if (name === undefined) return
    onChange(most === 1 ? [name] : [...chosen, name].slice(0, most))
    setWords('')
    setChoice(0)
    setOpen(most > 1 && chosen.length + 1 < most)
  }
  return (
    <div className={styles['field']}>
      <label htmlFor={`${list}-input`}>
        {label} {least === 0 ? <span className={page['soft']}>may be left out</span> : null}
      </label>
      <div className={styles['chosen']}>
        {chosen.map((name) => (
          <button
            key={name}
            type="button"
            className={styles['chip']}
            aria-label={`Leave out ${name}`}
            onClick={() => onChange(chosen.filter((one) => one !== name))}
          >
            {name} ×
          </button>
        ))}
        <input
          id={`${list}-input`}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          className={page['search']}
          aria-autocomplete="list"
          aria-expanded={offered.length > 0}
          aria-controls={list}
          aria-activedescendant={offered.length > 0 ? `${list}-${choice}` : undefined}
          placeholder={`Search ${from.join(', ')}`}
          value={words}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onChange={({ target }) => {
            setWords(target.value)
            setChoice(0)
            setOpen(true)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setChoice(Math.min(offered.length - 1, choice + 1))
            else if (event.key === 'ArrowUp') setChoice(Math.max(0, choice - 1))
            else if (event.key === 'Enter' && offered.length > 0) take(offered[choice])
            else if (event.key === 'Escape' && offered.length > 0) setOpen(false)
            else if (event.key === 'Backspace' && words === '') onChange(chosen.slice(0, -1))
            else return
            if (event.key !== 'Backspace') event.preventDefault()
          }}
        />
      </div>
      {offered.length === 0 ? null : (
        <ul id={list} role="listbox" aria-label={label} className={styles['offered']}>
          {offered.map((name, at) => (
            <li
              key={name}
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === choice}
              onPointerDown={(event) => {
                event.preventDefault()
                take(name)
              }}
            >
              {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
