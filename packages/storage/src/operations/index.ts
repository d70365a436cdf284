import { createRun } from './create-run.ts'
import { deleteExperimentTag, setExperimentTag } from './experiment-tags.ts'
import {
  createExperiment,
  deleteExperiment,
  getExperiment,
  getExperimentByName,
  restoreExperiment,
  updateExperiment,
} from './experiments.ts'
import { deleteTag } from './run-tags.ts'
import { searchExperiments } from './search-experiments.ts'
import { searchRuns } from './search-runs.ts'
import { deleteRun, getRun, restoreRun, updateRun } from './runs.ts'

/** Handlers of all operations but the hot ones, which each backend commits in groups. */
export const handlers = {
  createExperiment,
  createRun,
  deleteExperiment,
  deleteExperimentTag,
  deleteRun,
  deleteTag,
  getExperiment,
  getExperimentByName,
  getRun,
  restoreExperiment,
  restoreRun,
  searchExperiments,
  searchRuns,
  setExperimentTag,
  updateExperiment,
  updateRun,
}
