import type { PanelOptionsProps } from '../../kind.ts'

/** What columns are, and how large pictures. */
export function ImageOptions({ options, onChange }: PanelOptionsProps) {
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={options['across'] === 'steps'}
          onChange={({ target }) => onChange({ options: { across: target.checked ? 'steps' : undefined } })}
        />{' '}
        Steps beside each other
      </label>
      <label>
        Size{' '}
        <select
          value={options['size'] ?? ''}
          onChange={({ target }) => onChange({ options: { size: target.value === '' ? undefined : target.value } })}
        >
          <option value="80">small</option>
          <option value="">medium</option>
          <option value="240">large</option>
        </select>
      </label>
    </>
  )
}
