import type { Address } from './visit.ts'
import type { LoggedRuns } from './log-to-reprise.ts'
import type { OpenSubject, SubjectName } from './open-subject.ts'
import type { columnsOf } from './plans.ts'

/** Where an interface shows what is measured, and how its pages tell that they do. */
export interface Pages {
  /** The runs of the experiment with these columns. */
  table(columns: ReturnType<typeof columnsOf>): Address
  /** The runs of the experiment as somebody finds them who comes for the first time. */
  readonly runs: Address
  readonly overview: Address
  /** The charts of the first run. */
  readonly charts: Address
  /** The curves of all runs in one chart. */
  readonly curves: Address
  /** Selectors of what scrolls, of what a row shows, and of what asks for more rows. */
  readonly scroller: string
  readonly cell: string
  readonly more?: string
  /** Where a search over charts is typed. */
  readonly search: string
  /** An expression that is true when a chart of the metric is drawn. */
  drawn(key: string): string
  /** Of what a chart is drawn on, to look closer by dragging. */
  readonly plot: string
}

export function pagesOf(subject: SubjectName, { url, logged }: OpenSubject): Pages {
  return { reprise: pagesOfReprise, mlflow: pagesOfMlflow }[subject](url, logged)
}

function pagesOfReprise(url: string, { experiment, runs }: LoggedRuns): Pages {
  const cell = '[role="grid"][aria-label="Runs"] [role="gridcell"]'
  const hasRows = `[...document.querySelectorAll('${cell}')].some((one) => one.textContent !== '')`
  const drawn = (key: string, curves = 1) => `document.querySelector('canvas[aria-label^="${key}: ${curves} curve"]') !== null`
  const run = runs[0] ?? ''
  return {
    table: ({ params, metrics }) => ({
      url: `${url}/e/${experiment}?cols=${[...params.map((name) => `params.${name}`), ...metrics.map((name) => `metrics.${name}`)].join(',')}`,
      ready: hasRows,
    }),
    runs: { url: `${url}/e/${experiment}`, ready: hasRows },
    overview: { url: `${url}/r/${run}/overview`, ready: `document.querySelector('section[aria-label="Metrics"] dd') !== null` },
    charts: { url: `${url}/r/${run}/metrics`, ready: `document.querySelector('canvas[role="img"]') !== null` },
    curves: { url: `${url}/e/${experiment}?sel=${runs.join(',')}`, ready: drawn('loss', runs.length) },
    scroller: '[role="grid"][aria-label="Runs"]',
    cell: '[role="gridcell"]',
    search: 'input[aria-label="Search charts"]',
    drawn: (key) => drawn(key),
    plot: 'canvas[role="img"]',
  }
}

function pagesOfMlflow(url: string, { experiment, runs }: LoggedRuns): Pages {
  const cell = '.ag-row .ag-cell'
  const hasRows = `[...document.querySelectorAll('${cell}')].some((one) => one.textContent !== '')`
  const run = runs[0] ?? ''
  const state = (more: object) => ({
    'mlflow.assistant.panelOpen_v1': 'false',
    'mlflow.assistant.fab.autoOpenedOnFirstLoad_v1': 'true',
    [`MLflowLocalStorage-1.1-ExperimentPage-["${experiment}"]-ReactComponentState`]: JSON.stringify({ ...mlflowView, ...more }),
  })
  const lines = (count: number) =>
    `document.querySelectorAll('.js-plotly-plot .scatterlayer .trace, .js-plotly-plot .js-line').length >= ${count}`
  return {
    table: ({ params, metrics }) => ({
      url: `${url}/#/experiments/${experiment}/runs`,
      ready: hasRows,
      chosen: state({ selectedColumns: [...params.map((name) => `params.\`${name}\``), ...metrics.map((name) => `metrics.\`${name}\``)] }),
    }),
    runs: { url: `${url}/#/experiments/${experiment}/runs`, ready: hasRows, chosen: state({}) },
    overview: {
      url: `${url}/#/experiments/${experiment}/runs/${run}`,
      ready: `document.body.innerText.includes('layer00/')`,
      chosen: state({}),
    },
    charts: { url: `${url}/#/experiments/${experiment}/runs/${run}/model-metrics`, ready: lines(1), chosen: state({}) },
    curves: {
      url: `${url}/#/experiments/${experiment}/runs?compareRunsMode=CHART`,
      ready: lines(runs.length),
      chosen: state({ runsHiddenMode: 'SHOWALL' }),
    },
    scroller: '.ag-body-viewport',
    cell: '.ag-cell',
    more: 'button[data-component-id$="loadmorerowrenderer.tsx_20"]',
    search: 'input[placeholder="Search metric charts"]',
    drawn: (key) => `document.body.innerText.includes('${key}') && ${lines(1)}`,
    plot: '.js-plotly-plot .nsewdrag',
  }
}

/** What MLflow's page keeps of what somebody has chosen, as it is at first. */
const mlflowView = {
  searchFilter: '',
  orderByKey: 'attributes.start_time',
  orderByAsc: false,
  startTime: 'ALL',
  lifecycleFilter: 'Active',
  datasetsFilter: [],
  modelVersionFilter: 'All Runs',
  selectedColumns: ['attributes.`Source`', 'attributes.`Models`', 'attributes.`Dataset`'],
  columnOrder: [],
  columnWidths: {},
  runsExpanded: {},
  runsPinned: [],
  runsHidden: [],
  runsVisibilityMap: {},
  runsHiddenMode: 'FIRST_10_RUNS',
  viewMaximized: false,
  runListHidden: false,
  isAccordionReordered: false,
  useGroupedValuesInCharts: true,
  hideEmptyCharts: true,
  groupBy: null,
  groupsExpanded: {},
  autoRefreshEnabled: true,
  globalLineChartConfig: { xAxisKey: 'step', lineSmoothness: 0, selectedXAxisMetricKey: '' },
}
