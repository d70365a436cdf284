import { artifacts, artifactTraversal, multipart } from './artifacts.ts'
import { batches } from './batches.ts'
import { experiments, experimentChanges } from './experiments.ts'
import { experimentSearch } from './experiment-search.ts'
import { wrongTypes } from './wrong-types.ts'
import { bulkHistory, history } from './history.ts'
import { inputs, models } from './inputs.ts'
import { loggedModels } from './logged-models.ts'
import { latestMetrics, metrics } from './metrics.ts'
import { params, tags } from './params-and-tags.ts'
import { runPages } from './run-pages.ts'
import { runSearch } from './run-search.ts'
import { experimentLifecycles, runChanges, runs } from './runs.ts'
import { experimentGrid, pageGrid, searchGrid } from './search-grid.ts'
import { training } from './training.ts'
import { transport } from './transport.ts'
import type { Scenario } from './scenario.ts'

/** Every scenario, in the order in which it is replayed: names of experiments are unique over all of them. */
export const corpus: readonly Scenario[] = [
  training,
  experiments,
  experimentChanges,
  experimentSearch,
  runs,
  runChanges,
  experimentLifecycles,
  metrics,
  latestMetrics,
  params,
  tags,
  batches,
  history,
  bulkHistory,
  runSearch,
  runPages,
  searchGrid,
  pageGrid,
  experimentGrid,
  inputs,
  models,
  loggedModels,
  artifacts,
  artifactTraversal,
  multipart,
  wrongTypes,
  transport,
]
