import type { PanelOptionsProps } from '../../kind.ts'

/** What stands in the cells. */
export function MatrixOptions({ options, onChange }: PanelOptionsProps) {
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={options['norm'] === 'rows'}
          onChange={({ target }) => onChange({ options: { norm: target.checked ? 'rows' : undefined } })}
        />{' '}
        Parts of each actual class
      </label>
      <label>
        <input
          type="checkbox"
          checked={options['view'] === 'difference'}
          onChange={({ target }) => onChange({ options: { view: target.checked ? 'difference' : undefined } })}
        />{' '}
        Difference of the first two runs
      </label>
    </>
  )
}
