import type { OperationName } from '@reprise/protocol'
import type { HotOperation } from '../ingest/index.ts'
import type { Handler } from '../store.ts'
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
import { logInputs, logOutputs } from './inputs.ts'
import { logModel } from './log-model.ts'
import {
  createLoggedModel,
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  getLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
} from './logged-models.ts'
import { getMetricHistory, getMetricHistoryBulk, getMetricHistoryBulkInterval } from './metric-history.ts'
import { deleteTag } from './run-tags.ts'
import { deleteRun, getRun, restoreRun, updateRun } from './runs.ts'
import { searchDatasets } from './search-datasets.ts'
import { searchExperiments } from './search-experiments.ts'
import { searchKeys } from './search-keys.ts'
import { searchLoggedModels } from './search-logged-models.ts'
import { searchRuns } from './search-runs.ts'
import { getSeriesBuckets } from './series-buckets.ts'

/** Operations that are written once, over a {@link Connection}. */
export type HandledOperation = Exclude<OperationName, HotOperation>

/** One handler for every operation but the hot ones, which each backend commits in groups. A missing one does not compile. */
export const handlers = {
  createExperiment,
  createLoggedModel,
  createRun,
  deleteExperiment,
  deleteExperimentTag,
  deleteLoggedModel,
  deleteLoggedModelTag,
  deleteRun,
  deleteTag,
  finalizeLoggedModel,
  getExperiment,
  getExperimentByName,
  getLoggedModel,
  getMetricHistory,
  getMetricHistoryBulk,
  getMetricHistoryBulkInterval,
  getRun,
  getSeriesBuckets,
  logInputs,
  logLoggedModelParams,
  logModel,
  logOutputs,
  restoreExperiment,
  restoreRun,
  searchDatasets,
  searchExperiments,
  searchKeys,
  searchLoggedModels,
  searchRuns,
  setExperimentTag,
  setLoggedModelTags,
  updateExperiment,
  updateRun,
} satisfies { readonly [Name in HandledOperation]: Handler<Name> }
