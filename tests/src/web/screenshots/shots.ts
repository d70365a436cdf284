/** What stands on a server when it is photographed. */
export type Filling = 'empty' | 'small' | 'huge'

/** Ids of what a filling has, by the names that addresses use. */
export type Places = Readonly<Record<string, string>>

export interface Shot {
  readonly name: string
  readonly filling: Filling
  readonly address: (places: Places) => string
  /** What is in the page once it is whole: a selector. */
  readonly until: string
  /** Kept in `docs/images`, for the README and the guides. */
  readonly isInDocs?: true
}

const chart = 'canvas[aria-label*="curve"]'

/** Every picture that is taken, in both themes and widths. */
export const shots: readonly Shot[] = [
  { name: 'empty-home', filling: 'empty', address: () => '/', until: '[role=tabpanel]', isInDocs: true },
  { name: 'empty-runs', filling: 'empty', address: () => '/e/0', until: 'main h1' },
  { name: 'home', filling: 'small', address: () => '/', until: 'main section a' },
  { name: 'experiments', filling: 'small', address: () => '/experiments', until: 'main table a' },
  {
    name: 'runs',
    filling: 'small',
    address: ({ growing }) => `/e/${growing}?smooth=60&cols=metrics.val_acc,metrics.val_loss,params.seeds_per_layer,params.learning_rate`,
    until: chart,
    isInDocs: true,
  },
  { name: 'mean-over-seeds', filling: 'small', address: ({ growing }) => `/e/${growing}?over=seed&charts=val_`, until: chart },
  { name: 'compare', filling: 'small', address: ({ pair }) => `/compare?runs=${pair}`, until: 'table', isInDocs: true },
  { name: 'run-overview', filling: 'small', address: ({ run }) => `/r/${run}/overview`, until: 'main section' },
  { name: 'run-metrics', filling: 'small', address: ({ run }) => `/r/${run}/metrics`, until: chart },
  {
    name: 'run-files',
    filling: 'small',
    address: ({ run }) => `/r/${run}/files?path=results%2Fmetrics.json`,
    until: 'main h2, main table',
  },
  { name: 'run-logs', filling: 'small', address: ({ captured }) => `/r/${captured}/logs`, until: '[aria-label=Log]' },
  { name: 'run-code', filling: 'small', address: ({ captured }) => `/r/${captured}/code`, until: 'main section' },
  {
    name: 'run-reproduction',
    filling: 'small',
    address: ({ captured }) => `/r/${captured}/repro`,
    until: 'section[aria-label=Verdict]',
    isInDocs: true,
  },
  { name: 'data', filling: 'small', address: () => '/data', until: 'main h1' },
  { name: 'pipelines', filling: 'small', address: () => '/pipelines', until: 'main h1' },
  { name: 'lineage', filling: 'small', address: ({ captured }) => `/lineage?of=${captured}`, until: 'main h1' },
  { name: 'hooks', filling: 'small', address: () => '/hooks', until: 'main h1' },
  {
    name: 'huge-runs',
    filling: 'huge',
    address: ({ table }) => `/e/${table}`,
    until: 'tbody tr, [role=row] [role=rowheader]',
    isInDocs: true,
  },
  { name: 'huge-metrics', filling: 'huge', address: ({ wide }) => `/r/${wide}/metrics`, until: chart },
  { name: 'huge-overview', filling: 'huge', address: ({ wide }) => `/r/${wide}/overview`, until: 'main section' },
]
