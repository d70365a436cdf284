import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { ErrorPage } from '../shell/error-page.tsx'
import { MissingPage } from '../shell/missing-page.tsx'
import { loadPage } from '../shell/parts.ts'
import { Frame } from './frame.tsx'
import { readExperimentsView } from '../experiments/view.ts'
import { firstNamesQueries } from '../runs/first-names.ts'
import { readRunsView } from '../runs/view.ts'
import { experimentQuery } from '../server/queries.ts'
import { readCompareView } from '../compare/view.ts'
import { readRunView } from '../run/view.ts'
import { parsePlain, printPlain } from '../values/query-string.ts'

interface Context {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Frame, notFoundComponent: MissingPage, errorComponent: ErrorPage })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(
    loadPage(() => import('../home/home-page.tsx')),
    'HomePage',
  ),
})
const experiments = createRoute({
  getParentRoute: () => root,
  path: '/experiments',
  validateSearch: readExperimentsView,
  component: lazyRouteComponent(
    loadPage(() => import('../experiments/experiments-page.tsx')),
    'ExperimentsPage',
  ),
})
const runs = createRoute({
  getParentRoute: () => root,
  path: '/e/$experiment',
  validateSearch: readRunsView,
  loaderDeps: ({ search }) => ({ isPicked: search.cols !== undefined }),
  loader: ({ context: { queries }, params: { experiment }, deps: { isPicked } }) => {
    void queries.prefetchQuery(experimentQuery(experiment))
    if (isPicked) return
    const { metrics, params } = firstNamesQueries([experiment])
    void queries.prefetchQuery(metrics)
    void queries.prefetchQuery(params)
  },
  component: lazyRouteComponent(
    loadPage(() => import('../runs/runs-page.tsx')),
    'RunsPage',
  ),
})
const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: readCompareView,
  component: lazyRouteComponent(
    loadPage(() => import('../compare/compare-page.tsx')),
    'ComparePage',
  ),
})
/** Runs are compared across experiments: the comparison of an experiment is the comparison. */
const compareWithin = createRoute({
  getParentRoute: () => root,
  path: '/e/$experiment/compare',
  validateSearch: readCompareView,
  beforeLoad: ({ search }) => {
    // The router takes what is thrown for an answer.
    // oxlint-disable-next-line typescript/only-throw-error
    throw redirect({ to: '/compare', search })
  },
})
const runStart = createRoute({
  getParentRoute: () => root,
  path: '/r/$run',
  beforeLoad: ({ params }) => {
    // The router takes what is thrown for an answer.
    // oxlint-disable-next-line typescript/only-throw-error
    throw redirect({ to: '/r/$run/$tab', params: { run: params.run, tab: 'overview' } })
  },
})
const run = createRoute({
  getParentRoute: () => root,
  path: '/r/$run/$tab',
  validateSearch: readRunView,
  component: lazyRouteComponent(
    loadPage(() => import('../run/run-page.tsx')),
    'RunPage',
  ),
})
const pipelines = createRoute({
  getParentRoute: () => root,
  path: '/pipelines',
  component: lazyRouteComponent(
    loadPage(() => import('../pipelines/pipelines-page.tsx')),
    'PipelinesPage',
  ),
})
const pipeline = createRoute({
  getParentRoute: () => root,
  path: '/pipelines/$project',
  validateSearch: (search: Record<string, unknown>): { state?: string } =>
    typeof search['state'] === 'string' ? { state: search['state'] } : {},
  component: lazyRouteComponent(
    loadPage(() => import('../pipelines/pipeline-page.tsx')),
    'PipelinePage',
  ),
})

const data = createRoute({
  getParentRoute: () => root,
  path: '/data',
  validateSearch: (search: Record<string, unknown>): { q?: string } => (typeof search['q'] === 'string' ? { q: search['q'] } : {}),
  component: lazyRouteComponent(
    loadPage(() => import('../data/data-page.tsx')),
    'DataPage',
  ),
})
const dataset = createRoute({
  getParentRoute: () => root,
  path: '/data/$digest',
  validateSearch: (search: Record<string, unknown>): { name?: string } =>
    typeof search['name'] === 'string' ? { name: search['name'] } : {},
  component: lazyRouteComponent(
    loadPage(() => import('../data/dataset-page.tsx')),
    'DatasetPage',
  ),
})
const manifest = createRoute({
  getParentRoute: () => root,
  path: '/data/manifests/$run',
  component: lazyRouteComponent(
    loadPage(() => import('../data/manifest-page.tsx')),
    'ManifestPage',
  ),
})
const lineage = createRoute({
  getParentRoute: () => root,
  path: '/lineage',
  validateSearch: (search: Record<string, unknown>): { of?: string } => (typeof search['of'] === 'string' ? { of: search['of'] } : {}),
  component: lazyRouteComponent(
    loadPage(() => import('../lineage/lineage-page.tsx')),
    'LineagePage',
  ),
})
const hooks = createRoute({
  getParentRoute: () => root,
  path: '/hooks',
  validateSearch: (search: Record<string, unknown>): { hook?: string } =>
    typeof search['hook'] === 'string' ? { hook: search['hook'] } : {},
  component: lazyRouteComponent(
    loadPage(() => import('../hooks/hooks-page.tsx')),
    'HooksPage',
  ),
})
const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  component: lazyRouteComponent(
    loadPage(() => import('../models/models-page.tsx')),
    'ModelsPage',
  ),
})
const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  component: lazyRouteComponent(
    loadPage(() => import('../reports/reports-page.tsx')),
    'ReportsPage',
  ),
})
const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  component: lazyRouteComponent(
    loadPage(() => import('../alerts/alerts-page.tsx')),
    'AlertsPage',
  ),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(
    loadPage(() => import('../settings/settings-page.tsx')),
    'SettingsPage',
  ),
})

const tree = root.addChildren([
  home,
  experiments,
  runs,
  compare,
  compareWithin,
  runStart,
  run,
  models,
  pipelines,
  pipeline,
  data,
  dataset,
  manifest,
  lineage,
  reports,
  alerts,
  hooks,
  settings,
])

/** Every address of the interface. What a page shows stands in the query string, so that a link is a view. */
export function createMap(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    // Within the frame of the interface: from a page that failed one can go to another.
    defaultErrorComponent: ErrorPage,
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch: parsePlain,
    stringifySearch: printPlain,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createMap>
  }
}
