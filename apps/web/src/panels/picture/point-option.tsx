import type { PanelOptionsProps } from '../kind.ts'

/** Which of its points stands for a metric in this chart. */
export function PointOption({ options, onChange }: PanelOptionsProps) {
  return (
    <label>
      Metrics by their{' '}
      <select
        value={options['point'] ?? ''}
        onChange={({ target }) => onChange({ options: { point: target.value === '' ? undefined : target.value } })}
      >
        <option value="">last value</option>
        <option value="min">least value</option>
        <option value="max">greatest value</option>
        <option value="first">first value</option>
      </select>
    </label>
  )
}
