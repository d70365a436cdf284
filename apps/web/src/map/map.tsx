import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { ErrorPage } from '../shell/error-page.tsx'
import { MissingPage } from '../shell/missing-page.tsx'
import { Shell } from '../shell/shell.tsx'
import { readRunsView } from '../runs/view.ts'
import { readCompareView } from '../compare/view.ts'

interface Context {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Shell, notFoundComponent: MissingPage, errorComponent: ErrorPage })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../home/home-page.tsx'), 'HomePage'),
})
const experiments = createRoute({
  getParentRoute: () => root,
  path: '/experiments',
  validateSearch: (search: Record<string, unknown>): { q?: string } => (typeof search['q'] === 'string' ? { q: search['q'] } : {}),
  component: lazyRouteComponent(() => import('../experiments/experiments-page.tsx'), 'ExperimentsPage'),
})
const runs = createRoute({
  getParentRoute: () => root,
  path: '/e/$experiment',
  validateSearch: readRunsView,
  component: lazyRouteComponent(() => import('../runs/runs-page.tsx'), 'RunsPage'),
})
const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: readCompareView,
  component: lazyRouteComponent(() => import('../compare/compare-page.tsx'), 'ComparePage'),
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
  validateSearch: (search: Record<string, unknown>): { path?: string; q?: string } => ({
    ...(typeof search['path'] === 'string' ? { path: search['path'] } : {}),
    ...(typeof search['q'] === 'string' ? { q: search['q'] } : {}),
  }),
  component: lazyRouteComponent(() => import('../run/run-page.tsx'), 'RunPage'),
})
const pipelines = createRoute({
  getParentRoute: () => root,
  path: '/pipelines',
  validateSearch: (search: Record<string, unknown>): { project?: string } =>
    typeof search['project'] === 'string' ? { project: search['project'] } : {},
  component: lazyRouteComponent(() => import('../pipelines/pipelines-page.tsx'), 'PipelinesPage'),
})

const data = createRoute({
  getParentRoute: () => root,
  path: '/data',
  component: lazyRouteComponent(() => import('../data/data-page.tsx'), 'DataPage'),
})
const lineage = createRoute({
  getParentRoute: () => root,
  path: '/lineage',
  validateSearch: (search: Record<string, unknown>): { of?: string } => (typeof search['of'] === 'string' ? { of: search['of'] } : {}),
  component: lazyRouteComponent(() => import('../lineage/lineage-page.tsx'), 'LineagePage'),
})
const hooks = createRoute({
  getParentRoute: () => root,
  path: '/hooks',
  validateSearch: (search: Record<string, unknown>): { hook?: string } =>
    typeof search['hook'] === 'string' ? { hook: search['hook'] } : {},
  component: lazyRouteComponent(() => import('../hooks/hooks-page.tsx'), 'HooksPage'),
})

const tree = root.addChildren([home, experiments, runs, compare, runStart, run, pipelines, data, lineage, hooks])

/** Every address of the interface. What a page shows stands in the query string, so that a link is a view. */
export function createMap(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch: parsePlain,
    stringifySearch: printPlain,
  })
}

/** Query strings that people can read and type: `?q=metrics.loss<1&cols=params.lr,metrics.loss`. */
function parsePlain(text: string): Record<string, unknown> {
  const entries = [...new URLSearchParams(text)]
  return Object.fromEntries(entries.map(([key, value]) => [key, value === 'true' ? true : value]))
}

function printPlain(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    const text = printValue(value)
    if (text !== '') query.set(key, text)
  }
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%2F', '/')
  return text === '' ? '' : `?${text}`
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' || typeof value === 'number' || value === true ? String(value) : ''
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createMap>
  }
}
