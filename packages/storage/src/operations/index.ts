import type { OperationName } from '@reprise/protocol'
import type { HotOperation } from '../ingest/index.ts'
import type { Handler } from '../store.ts'
import { createRun } from './create-run.ts'
import { listDeliveries, redeliver } from './deliveries.ts'
import { deleteExperimentTag, setExperimentTag } from './experiment-tags.ts'
import {
  createExperiment,
  deleteExperiment,
  getExperiment,
  getExperimentByName,
  restoreExperiment,
  updateExperiment,
} from './experiments.ts'
import { logDatasetOutputs, logInputs, logOutputs } from './inputs.ts'
import { getLineage, searchDataRuns } from './lineage.ts'
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
import { moveRuns } from './move-runs.ts'
import { claimDeliveries, countDeliveries, nextDeliveries, recordDelivery, tidyDeliveries } from './outbox.ts'
import { deletePipeline, getPipelineState, publishPipelineState, searchPipelines, searchPipelineStates } from './pipelines.ts'
import { deleteTag } from './run-tags.ts'
import { deleteRun, getRun, restoreRun, updateRun } from './runs.ts'
import { searchDatasets } from './search-datasets.ts'
import { searchExperiments } from './search-experiments.ts'
import { searchKeys } from './search-keys.ts'
import { searchLoggedModels } from './search-logged-models.ts'
import { searchRuns } from './search-runs.ts'
import { searchValues } from './search-values.ts'
import { getSeriesBuckets } from './series-buckets.ts'
import { createShare, getShare, listShares, revokeShare } from './shares.ts'
import { createView, deleteView, listViews, updateView } from './views.ts'
import { createWebhook, deleteWebhook, getWebhook, listWebhooks, readReceiver, testWebhook, updateWebhook } from './webhooks.ts'

/** Operations that are written once, over a {@link Connection}. */
export type HandledOperation = Exclude<OperationName, HotOperation>

/** One handler for every operation but the hot ones, which each backend commits in groups. A missing one does not compile. */
export const handlers = {
  claimDeliveries,
  countDeliveries,
  createExperiment,
  createLoggedModel,
  createRun,
  createShare,
  createView,
  createWebhook,
  deleteExperiment,
  deleteExperimentTag,
  deleteLoggedModel,
  deleteLoggedModelTag,
  deletePipeline,
  deleteRun,
  deleteTag,
  deleteView,
  deleteWebhook,
  finalizeLoggedModel,
  getExperiment,
  getExperimentByName,
  getLineage,
  getLoggedModel,
  getMetricHistory,
  getMetricHistoryBulk,
  getMetricHistoryBulkInterval,
  getPipelineState,
  getRun,
  getSeriesBuckets,
  getShare,
  getWebhook,
  listDeliveries,
  listShares,
  listViews,
  listWebhooks,
  logDatasetOutputs,
  logInputs,
  logLoggedModelParams,
  logModel,
  logOutputs,
  moveRuns,
  nextDeliveries,
  publishPipelineState,
  readReceiver,
  recordDelivery,
  redeliver,
  restoreExperiment,
  restoreRun,
  revokeShare,
  searchDataRuns,
  searchDatasets,
  searchExperiments,
  searchKeys,
  searchLoggedModels,
  searchPipelineStates,
  searchPipelines,
  searchRuns,
  searchValues,
  setExperimentTag,
  setLoggedModelTags,
  testWebhook,
  tidyDeliveries,
  updateExperiment,
  updateRun,
  updateView,
  updateWebhook,
} satisfies { readonly [Name in HandledOperation]: Handler<Name> }
