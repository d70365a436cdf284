import page from '../../shell/page.module.css'

interface Props {
  readonly label: string
  readonly wanted: string
  /** How many were found, and which of them is shown, from 0. */
  readonly count: number
  readonly current: number
  readonly onSearch: (wanted: string) => void
  readonly onStep: (by: 1 | -1) => void
  /** What is going on, or what came of it, in place of the count. */
  readonly state?: string | undefined
}

/** Looks for a text: Enter goes on, Shift and Enter back. */
export function FindBar({ label, wanted, count, current, onSearch, onStep, state }: Props) {
  const told = wanted === '' ? '' : count === 0 ? 'not found' : `${current + 1} of ${count}`
  return (
    <>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={wanted}
        onChange={({ target }) => onSearch(target.value)}
        onKeyDown={({ key, shiftKey }) => {
          if (key === 'Enter') onStep(shiftKey ? -1 : 1)
        }}
      />
      <button type="button" className={page['button']} disabled={wanted === ''} aria-label="Previous" onClick={() => onStep(-1)}>
        ↑
      </button>
      <button type="button" className={page['button']} disabled={wanted === ''} aria-label="Next" onClick={() => onStep(1)}>
        ↓
      </button>
      <span className={page['soft']} aria-live="polite">
        {state ?? told}
      </span>
    </>
  )
}
