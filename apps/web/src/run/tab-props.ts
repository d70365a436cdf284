import type { Run } from '@reprise/protocol'

/** What every tab of a run is given. */
export interface TabProps {
  readonly run: Run
}
