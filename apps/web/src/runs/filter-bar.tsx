import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { keysQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { fieldAt, takeSuggestion } from './complete-field.ts'
import styles from './runs-page.module.css'

interface Props {
  readonly experimentIds: readonly string[]
  readonly filter: string
  readonly error: unknown
  readonly onChange: (filter: string | undefined) => void
}

/** A filter in the language of searches, with the names of this server's own metrics, params and tags. Enter applies it. */
export function FilterBar({ experimentIds, filter, error, onChange }: Props) {
  const [text, setText] = useState(filter)
  const [caret, setCaret] = useState(-1)
  const [choice, setChoice] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  useShortcuts({ '/': () => input.current?.focus() })
  const field = caret < 0 ? undefined : fieldAt(text, caret)
  const { data } = useQuery({
    ...keysQuery(experimentIds, field?.entity ?? 'metric', field?.part ?? '', 20),
    enabled: field !== undefined,
  })
  const suggestions = field === undefined ? [] : (data?.keys ?? []).map(({ key }) => key)
  const take = (key: string | undefined) => {
    if (field === undefined || key === undefined) return
    const next = takeSuggestion(text, field, key)
    setText(next.text)
    setCaret(-1)
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret))
  }
  return (
    <div className={styles['filter']}>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Filter"
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls={list}
        aria-activedescendant={suggestions.length > 0 ? `${list}-${choice}` : undefined}
        aria-invalid={error !== null}
        spellCheck={false}
        placeholder="metrics.loss < 0.5 AND params.model = 'mlp'        (press /)"
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          setCaret(target.selectionStart ?? -1)
          setChoice(0)
        }}
        onBlur={() => setCaret(-1)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && suggestions.length > 0) setCaret(-1)
          else if (event.key === 'Escape') event.currentTarget.blur()
          else if (event.key === 'ArrowDown') setChoice(Math.min(suggestions.length - 1, choice + 1))
          else if (event.key === 'ArrowUp') setChoice(Math.max(0, choice - 1))
          else if (event.key === 'Tab' && suggestions.length > 0) take(suggestions[choice])
          else if (event.key === 'Enter' && suggestions.length > 0 && field?.part !== suggestions[choice]) take(suggestions[choice])
          else if (event.key === 'Enter') onChange(text.trim() === '' ? undefined : text.trim())
          else return
          if (event.key !== 'Escape') event.preventDefault()
        }}
      />
      {error === null || error === undefined ? null : (
        <p role="alert" className={styles['problem']}>
          {errorText(error)}
        </p>
      )}
      {suggestions.length === 0 ? null : (
        <ul id={list} role="listbox" aria-label="Names" className={styles['suggestions']}>
          {suggestions.map((key, index) => (
            <li key={key} id={`${list}-${index}`} role="option" aria-selected={index === choice} onPointerDown={() => take(key)}>
              {field?.entity}s.{key}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
