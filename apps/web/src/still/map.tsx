import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import type { Still } from '@reprise/protocol'
import { ComparePage } from '../compare/compare-page.tsx'
import { readCompareView } from '../compare/view.ts'
import { parsePlain, printPlain } from '../values/query-string.ts'
import { RunPage } from '../run/run-page.tsx'
import { readRunView } from '../run/view.ts'
import { ErrorPage } from '../shell/error-page.tsx'
import { MissingPage } from '../shell/missing-page.tsx'
import { StillShell } from './still-shell.tsx'

/** The addresses of a still: those of the interface, after a `#`, since a file has no others. */
export function createStillMap(still: Still) {
  const root = createRootRoute({ component: StillShell, notFoundComponent: MissingPage, errorComponent: ErrorPage })
  const start = createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      // The router takes what is thrown for an answer.
      // oxlint-disable-next-line typescript/only-throw-error
      throw redirect({ href: startOf(still), replace: true })
    },
  })
  const compare = createRoute({ getParentRoute: () => root, path: '/compare', validateSearch: readCompareView, component: ComparePage })
  const run = createRoute({ getParentRoute: () => root, path: '/r/$run/$tab', validateSearch: readRunView, component: RunPage })
  return createRouter({
    routeTree: root.addChildren([start, compare, run]),
    history: createHashHistory(),
    scrollRestoration: true,
    parseSearch: parsePlain,
    stringifySearch: printPlain,
  })
}

/** The run, or the comparison of all of them. */
function startOf({ runs, baseline }: Still): string {
  const [first] = runs
  if (runs.length === 1 && first !== undefined) return `/r/${first.info.run_id}/overview`
  const ids = runs.map(({ info }) => info.run_id)
  return `/compare${printPlain({ runs: ids, base: baseline })}`
}
