import type { Run } from '@reprise/protocol'
import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import { still } from './read-still.ts'

interface Props {
  readonly run: Run
  readonly label: string
  readonly onPick: (id: string) => void
}

/** In the page of a still, runs are held against those that are in it. */
export function RunPicker({ run: { info }, label, onPick }: Props) {
  const others = still.runs.filter((one) => one.info.run_id !== info.run_id)
  if (others.length === 0) {
    return (
      <p className={page['soft']}>There is no other run in this page. Runs that are exported together are held against each other here.</p>
    )
  }
  return (
    <span className={page['button']}>
      <select aria-label={label} value="" onChange={({ target }) => onPick(target.value)}>
        <option value="" disabled>
          {label}
        </option>
        {others.map((one) => (
          <option key={one.info.run_id} value={one.info.run_id}>
            {nameOfRun(one.info)} · {one.info.run_id.slice(0, 8)}
          </option>
        ))}
      </select>
    </span>
  )
}
