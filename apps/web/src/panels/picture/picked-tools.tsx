import { MOST_RUNS } from '../../charts/buckets-query.ts'

interface Props {
  readonly runIds: readonly string[]
  /** What the picked runs have in common, one condition per axis; undefined for one that a filter can not say. */
  readonly conditions: readonly (string | undefined)[]
  readonly onSelect: ((runIds: readonly string[]) => void) | undefined
  readonly onFilter: ((condition: string) => void) | undefined
  readonly onClear: () => void
}

/** What can be done with runs that were brushed. */
export function PickedTools({ runIds, conditions, onSelect, onFilter, onClear }: Props) {
  const known = conditions.filter((condition) => condition !== undefined)
  const isWhole = known.length === conditions.length
  const count = runIds.length.toLocaleString('en-US')
  return (
    <>
      <span role="status">{count} brushed</span>
      {onSelect === undefined || runIds.length === 0 ? null : (
        <button
          type="button"
          disabled={runIds.length > MOST_RUNS}
          title={
            runIds.length > MOST_RUNS
              ? `At most ${MOST_RUNS} runs can be picked; narrow the table instead`
              : 'Select these runs in the table'
          }
          onClick={() => onSelect(runIds)}
        >
          Pick {count}
        </button>
      )}
      {onFilter === undefined || known.length === 0 || runIds.length === 0 ? null : (
        <button
          type="button"
          title={isWhole ? known.join(' AND ') : `Only in part: ${known.join(' AND ')}. The rest has too many values for a filter.`}
          onClick={() => onFilter(known.join(' AND '))}
        >
          {isWhole ? 'Filter the table' : 'Filter in part'}
        </button>
      )}
      <button type="button" onClick={onClear}>
        Clear
      </button>
    </>
  )
}
