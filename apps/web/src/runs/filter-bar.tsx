import { parseRunFilter } from '@reprise/protocol'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { areWords, filterOfWords } from '../search/filter-of-words.ts'
import { useActions } from '../shell/actions.ts'
import { FilterProblem } from './filter-problem.tsx'
import { rememberFilter } from './recent-filters.ts'
import styles from './runs-page.module.css'
import { type Offer, useSuggestions } from './use-suggestions.ts'

interface Props {
  readonly experimentIds: readonly string[]
  readonly filter: string
  /** What the server said of the filter. */
  readonly error: unknown
  readonly onChange: (filter: string | undefined) => void
  /** Told whether what is written is no filter: what the table shows then is of another one. */
  readonly onMistaken: (isMistaken: boolean) => void
  /** What is to be known of what was found. */
  readonly children?: ReactNode
}

/** A filter in the language of searches, completed from its words and from what was really logged. Enter applies it. Words that are none look for names. */
export function FilterBar({ experimentIds, filter, error, onChange, onMistaken, children }: Props) {
  const [text, setText] = useState(filter)
  const [caret, setCaret] = useState(-1)
  const [choice, setChoice] = useState<number>()
  const [mistake, setMistake] = useState<unknown>()
  const [applied, setApplied] = useState(filter)
  // Another filter came from elsewhere: a cell, a view, the way back. The caret stays, since the field does.
  if (applied !== filter) {
    setApplied(filter)
    setText(filter)
    setMistake(undefined)
  }
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  useActions('Filter', [
    { title: 'Write a filter', keys: '/', act: () => input.current?.focus() },
    ...(filter === '' ? [] : [{ title: 'Take the filter away', act: () => onChange(undefined) }]),
  ])
  const { offers, part } = useSuggestions(experimentIds, text, caret)
  const chosen = Math.min(choice ?? 0, offers.length - 1)
  const take = (offer: Offer | undefined) => {
    if (offer === undefined) return
    // The text stands there before the next key is pressed: somebody who types fast would write into the middle of it.
    flushSync(() => {
      setText(offer.next.text)
      setCaret(offer.next.caret)
      setChoice(undefined)
    })
    input.current?.setSelectionRange(offer.next.caret, offer.next.caret)
  }
  const apply = () => {
    const next = areWords(text) ? filterOfWords(text.trim()) : text.trim()
    setCaret(-1)
    try {
      parseRunFilter(next)
    } catch (wrong) {
      onMistaken(true)
      return setMistake(wrong)
    }
    onMistaken(false)
    setMistake(undefined)
    setText(next)
    if (next !== '') rememberFilter(next)
    onChange(next === '' ? undefined : next)
  }
  const clear = () => {
    setText('')
    setMistake(undefined)
    onMistaken(false)
    onChange(undefined)
    input.current?.focus()
  }
  const follow = (target: HTMLInputElement) => {
    setCaret(target.selectionStart ?? -1)
    setChoice(undefined)
  }
  // Enter completes what was begun or chosen; where nothing was, it applies what is there.
  const isBegun = choice !== undefined || (part !== '' && offers[0] !== undefined && offers[0].text.trim() !== part)
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const isOpen = offers.length > 0
    if (event.key === 'Escape' && isOpen) setCaret(-1)
    else if (event.key === 'Escape') event.currentTarget.blur()
    else if (event.key === 'ArrowDown' && isOpen) setChoice(choice === undefined ? 0 : (chosen + 1) % offers.length)
    else if (event.key === 'ArrowDown') follow(event.currentTarget)
    else if (event.key === 'ArrowUp' && isOpen) setChoice((chosen - 1 + offers.length) % offers.length)
    else if (event.key === 'Tab' && isOpen && text !== '') take(offers[chosen])
    else if (event.key === 'Enter' && isOpen && isBegun) take(offers[chosen])
    else if (event.key === 'Enter') apply()
    else return
    if (event.key !== 'Escape') event.preventDefault()
  }
  const problem = mistake ?? error
  return (
    <div className={styles['filter']}>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Filter"
        aria-autocomplete="list"
        aria-expanded={offers.length > 0}
        aria-controls={list}
        aria-activedescendant={choice !== undefined && offers.length > 0 ? `${list}-${chosen}` : undefined}
        aria-invalid={problem !== null && problem !== undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="metrics.loss < 0.5 AND params.model = 'mlp', or a part of a name        (press /)"
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          follow(target)
        }}
        onFocus={({ target }) => follow(target)}
        onClick={({ currentTarget }) => follow(currentTarget)}
        onBlur={() => setCaret(-1)}
        onKeyDown={press}
      />
      {text === '' ? null : (
        <button type="button" className={styles['clear']} aria-label="Clear the filter" title="Clear the filter" onClick={clear}>
          ×
        </button>
      )}
      {children}
      {problem === null || problem === undefined ? null : (
        <FilterProblem filter={mistake === undefined ? filter : text.trim()} error={problem} />
      )}
      {offers.length === 0 ? null : (
        <ul
          id={list}
          role="listbox"
          aria-label="Completions"
          // A list that scrolls would be a stop of Tab, and gone when it is reached.
          tabIndex={-1}
          className={styles['suggestions']}
          // The caret stays where one writes.
          onMouseDown={(event) => event.preventDefault()}
        >
          {offers.map((offer, index) => (
            <li
              key={`${offer.title} ${offer.note ?? ''}`}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === choice || (isBegun && index === chosen)}
              onClick={() => take(offer)}
            >
              <span>{offer.title}</span>
              {offer.note === undefined ? null : <span className={styles['note']}>{offer.note}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
