import type { PanelOptionsProps } from '../../kind.ts'
import { PointOption } from '../../picture/point-option.tsx'

/** The order of bars, and which point of a metric they show. */
export function BarOptions({ options, onChange }: PanelOptionsProps) {
  return (
    <>
      <label>
        Order{' '}
        <select
          value={options['order'] ?? ''}
          onChange={({ target }) => onChange({ options: { order: target.value === '' ? undefined : target.value } })}
        >
          <option value="">the greatest first</option>
          <option value="least">the least first</option>
          <option value="table">as in the table</option>
        </select>
      </label>
      <PointOption options={options} onChange={onChange} />
    </>
  )
}
