import { PointOption } from '../../picture/point-option.tsx'
import type { PanelOptionsProps } from '../../kind.ts'

/** Scales of the axes, and what is said of how they go together. */
export function ScatterOptions({ options, onChange }: PanelOptionsProps) {
  const set = (name: string, value: string) => onChange({ options: { [name]: value === '' ? undefined : value } })
  return (
    <>
      {(['x', 'y'] as const).map((name) => (
        <label key={name}>
          {name === 'x' ? 'Horizontal' : 'Vertical'}{' '}
          <select value={options[name] ?? ''} onChange={({ target }) => set(name, target.value)}>
            <option value="">by its values</option>
            <option value="linear">linear</option>
            <option value="log">logarithmic</option>
          </select>
        </label>
      ))}
      <label>
        Trend{' '}
        <select value={options['trend'] ?? ''} onChange={({ target }) => set('trend', target.value)}>
          <option value="">none</option>
          <option value="line">line, Pearson’s r</option>
          <option value="rank">Spearman’s ρ of ranks</option>
        </select>
      </label>
      <PointOption options={options} onChange={onChange} />
    </>
  )
}
