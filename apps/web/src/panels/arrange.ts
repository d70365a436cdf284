import { type PanelSpec, printPanels } from './spec.ts'

/** A chart on a page. `at` is its place among the panels that were put there; absent: it came by itself, for a metric. */
export interface PlacedPanel {
  readonly key: string
  readonly spec: PanelSpec
  readonly at?: number
}

export interface PanelSection {
  /** `train/` for charts that come by themselves; what is hidden is named so. */
  readonly id: string
  readonly title: string
  readonly isAutomatic: boolean
  readonly panels: readonly PlacedPanel[]
}

/** The option of a panel that stays where its chart came by itself, and only changes it. */
const HERE = 'here'

/**
 * What stands on a page, in order: pinned panels, those that were added, then a chart for each metric by what stands before the first slash of
 * its name: `train/loss` is in `train`. A metric that is pinned alone is not shown again.
 */
export function layOut(panels: readonly PanelSpec[], metrics: readonly string[], hidden: readonly string[]): PanelSection[] {
  const placed = panels.map((spec, at): PlacedPanel => ({ key: keyOf(panels, at), spec, at }))
  const inPlace = new Map(placed.filter(({ spec }) => isHere(spec)).map((panel) => [panel.spec.fields[0], panel]))
  const pinnedAlone = new Set(panels.filter((spec) => spec.isPinned === true && isPlain(spec)).map(({ fields }) => fields[0]))
  const automatic = metrics
    .map((key) => `metrics.${key}`)
    .filter((field) => !hidden.includes(field) && !pinnedAlone.has(field))
    .map((field): PlacedPanel => inPlace.get(field) ?? { key: field, spec: { kind: 'lines', fields: [field] } })
  const sections = Map.groupBy(automatic, ({ spec }) => sectionOf(spec.fields[0] ?? ''))
  const own: PanelSection[] = [
    { id: 'pinned', title: 'Pinned', isAutomatic: false, panels: placed.filter(({ spec }) => spec.isPinned === true) },
    { id: 'added', title: 'Added', isAutomatic: false, panels: placed.filter(({ spec }) => spec.isPinned !== true && !isHere(spec)) },
  ]
  const others = [...sections]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .filter(([id]) => !hidden.includes(id))
    .map(([id, members]) => ({ id, title: id === '/' ? 'Metrics' : id.slice(0, -1), isAutomatic: true, panels: members }))
  return [...own.filter((section) => section.panels.length > 0), ...others]
}

/** `train/` of `metrics.train/loss`, `seed/` of `metrics.seed/3/alpha`: names with an id in the middle stand together. `/` for a name without a prefix. */
function sectionOf(field: string): string {
  const key = field.slice('metrics.'.length)
  const slash = key.indexOf('/')
  return slash <= 0 ? '/' : key.slice(0, slash + 1)
}

/** The panels with one changed; one that came by itself begins to be among them, in its place. */
export function changePanel(panels: readonly PanelSpec[], { at }: Pick<PlacedPanel, 'at'>, spec: PanelSpec): PanelSpec[] {
  if (at === undefined) return [...panels, { ...spec, options: { ...spec.options, [HERE]: '' } }]
  return panels.flatMap((before, index) => (index !== at ? [before] : isOnlyHere(spec) ? [] : [spec]))
}

export function removePanel(panels: readonly PanelSpec[], at: number): PanelSpec[] {
  return panels.filter((_, index) => index !== at)
}

/** Puts a panel before all others, or back where it was. */
export function pinPanel(panels: readonly PanelSpec[], { at, spec }: PlacedPanel): PanelSpec[] {
  if (spec.isPinned === true && at !== undefined) {
    const { isPinned: _, ...rest } = spec
    return isPlain(spec)
      ? changePanel(panels, { at }, { ...rest, options: { ...rest.options, [HERE]: '' } })
      : changePanel(panels, { at }, rest)
  }
  const others = at === undefined ? [...panels] : removePanel(panels, at)
  const { [HERE]: _, ...options } = spec.options ?? {}
  const { options: __, ...bare } = spec
  return [...others, { ...bare, isPinned: true, ...(Object.keys(options).length === 0 ? {} : { options }) }]
}

/** Moves a panel within its section by so many places; what is at the end stays there. */
export function movePanel(panels: readonly PanelSpec[], at: number, by: number): PanelSpec[] {
  const mates = panels.flatMap((spec, index) => (isHere(spec) || spec.isPinned !== panels[at]?.isPinned ? [] : [index]))
  const target = mates[mates.indexOf(at) + by]
  return target === undefined ? [...panels] : dropPanel(panels, at, target)
}

/** Takes a panel to the place of another, whose section it joins. */
export function dropPanel(panels: readonly PanelSpec[], from: number, to: number): PanelSpec[] {
  const moved = panels[from]
  const target = panels[to]
  if (moved === undefined || target === undefined || from === to) return [...panels]
  const { isPinned: _, ...bare } = moved
  const next = target.isPinned === true ? { ...bare, isPinned: true as const } : bare
  const others = removePanel(panels, from)
  return [...others.slice(0, to), next, ...others.slice(to)]
}

/** The same through additions and removals of others; panels that are alike are told apart by their number. */
function keyOf(panels: readonly PanelSpec[], at: number): string {
  const name = (index: number) => {
    const { kind = '', fields = [] } = panels[index] ?? {}
    return printPanels([{ kind, fields }])
  }
  const alike = panels.slice(0, at).filter((_, index) => name(index) === name(at)).length
  return `${name(at)}#${alike}`
}

function isHere({ options, isPinned }: PanelSpec): boolean {
  return isPinned !== true && options?.[HERE] !== undefined
}

/** Whether a panel in its place says nothing that its chart would not be without it. */
function isOnlyHere(spec: PanelSpec): boolean {
  return isHere(spec) && isPlain(spec) && Object.keys(spec.options ?? {}).length === 1
}

/** A chart as they come by themselves: the curves of one metric. */
function isPlain({ kind, fields }: PanelSpec): boolean {
  return kind === 'lines' && fields.length === 1 && fields[0]?.startsWith('metrics.') === true
}
