/** Rooms of the interface that stand beside each other, and what they hold. */
export interface Storey {
  /** Folders of `apps/web/src`; each may import those after it. */
  rooms: readonly string[]
  /** As the table in ARCHITECTURE.md says it. */
  hold: string
}

/** A room of each address; they know of each other by `view.ts` alone. */
export const pages = [
  'home',
  'experiments',
  'runs',
  'compare',
  'run',
  'data',
  'pipelines',
  'lineage',
  'hooks',
  'models',
  'reports',
  'alerts',
  'settings',
] as const

/** Every folder of `apps/web/src`, from the top down: a room may import those that are named after it. ARCHITECTURE.md shows it. */
export const storeys: readonly Storey[] = [
  { rooms: ['map'], hold: 'every address, the page behind it, and the frame around the pages; a page is loaded when one goes there' },
  {
    rooms: ['still'],
    hold: 'the page that opens without a server: a map, a client and a frame of its own, around the same pages',
  },
  { rooms: pages, hold: 'a page each; `view.ts` is what its address says' },
  { rooms: ['panels', 'charts'], hold: 'the charts of a page with their kinds, and the curves that they draw on a canvas' },
  {
    rooms: ['palette', 'views', 'sharing', 'editing'],
    hold: 'search and commands, saved views, links and exports, and how runs and experiments are changed from any page',
  },
  {
    rooms: ['reproduction', 'diff', 'logs', 'code', 'record', 'files'],
    hold: 'what the tabs of a run show: verdicts, differences, logs, code, what it was made from, files and how they are looked into',
  },
  { rooms: ['notes', 'tags'], hold: 'what people write on runs and experiments' },
  { rooms: ['workers'], hold: 'what is computed beside the page' },
  {
    rooms: ['shell', 'server'],
    hold: 'what pages are made of: tables, dialogs, menus, messages; the client, what is asked with it and how changes are followed',
  },
  {
    rooms: ['search', 'graph', 'markdown', 'values', 'theme', 'browser', 'json'],
    hold: 'filters, graphs, marked-up text and values as they are written and drawn; colours; what the browser remembers; JSON of any program',
  },
]

/** The rooms of the interface, from the top down. */
export const interfaceRooms: readonly string[] = storeys.flatMap(({ rooms }) => rooms)

/** Names the types of what it loads when it is asked for, wherever that stands. */
export const loader = 'workers/tasks.ts'
