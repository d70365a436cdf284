import { useState } from 'react'
import page from '../../../shell/page.module.css'
import type { PanelOptionsProps } from '../../kind.ts'
import styles from '../../panels.module.css'
import { parseBounds } from '../../view.ts'

/** The vertical axis of one chart alone. */
export function LinesOptions({ options, onChange }: PanelOptionsProps) {
  const scale = options['log'] !== undefined ? 'log' : options['linear'] !== undefined ? 'linear' : 'page'
  const y = options['y'] ?? ''
  const [text, setText] = useState(y)
  const isWrong = text.trim() !== '' && parseBounds(text) === undefined
  return (
    <>
      <label className={styles['option']}>
        Vertical axis
        <select
          className={page['button']}
          value={scale}
          onChange={({ target: { value } }) =>
            onChange({ options: { log: value === 'log' ? '' : undefined, linear: value === 'linear' ? '' : undefined } })
          }
        >
          <option value="page">As the page says</option>
          <option value="linear">Linear</option>
          <option value="log">Logarithmic</option>
        </select>
      </label>
      <label className={styles['option']}>
        From … to
        <input
          className={page['search']}
          placeholder="0..1"
          aria-invalid={isWrong}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onBlur={() => {
            if (!isWrong && text.trim() !== y) onChange({ options: { y: text.trim() === '' ? undefined : text.trim() } })
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
          }}
        />
      </label>
    </>
  )
}
