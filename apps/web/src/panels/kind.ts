import type { ComponentType, RefObject } from 'react'
import type { Axis } from '../charts/axis.ts'
import type { ChartGroup, ChartRun } from '../charts/chart-run.ts'
import type { Figure } from '../charts/figure.ts'
import type { PanelOptions } from './spec.ts'

/** What stands on the page around a panel: which runs are meant, and how charts are drawn there. */
export interface PanelContext {
  readonly experimentIds: readonly string[]
  /** Runs whose curves are drawn: those that were picked, or the first of the table. */
  readonly runs: readonly ChartRun[]
  /** Absent: each run stands for itself. */
  readonly groups?: readonly ChartGroup[] | undefined
  /** The runs of the table, as `searchRuns` takes them: for kinds that show all runs and not only the drawn ones. */
  readonly search: { readonly filter: string; readonly orderBy: readonly string[]; readonly deleted: boolean }
  readonly selected: readonly string[]
  readonly axis: Axis
  readonly isLog: boolean
  /** 0 to below 1. */
  readonly smoothing: number
  /** The part of the horizontal axis that all charts show together; absent where each has its own, or where all is shown. */
  readonly range?: readonly [number, number] | undefined
  /** Shows a part of the axis in all charts; absent: each chart is looked into by itself. */
  readonly onRange?: ((range: readonly [number, number] | undefined) => void) | undefined
  /** Picks runs, as by brushing; absent where nothing can be picked. */
  readonly onSelect?: ((runIds: readonly string[]) => void) | undefined
  /** Narrows the search of the table by one more condition, in its language; absent where there is no search. */
  readonly onFilter?: ((condition: string) => void) | undefined
}

export interface PanelProps extends PanelContext {
  /** What the chart is called. */
  readonly title: string
  /** `metrics.loss`, `params.lr`, `attributes.duration`, or a path of an artifact, in the order of the kind's fields; one left out is ''. */
  readonly fields: readonly string[]
  /** How it is drawn, as its kind understands it; it stands in the address with the fields. A key alone has the value ''. */
  readonly options: PanelOptions
  /** Keeps other fields or options; absent where nothing is kept. An option of undefined is taken away. */
  readonly onChange?: ((change: PanelChange) => void) | undefined
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Whether the panel is on the screen now: what follows the mouse or the server can rest where it is not. */
  readonly isInView: boolean
  /** Where a kind that can be saved puts how, whenever it has drawn; the card offers it as PNG, SVG and CSV. */
  readonly exports: RefObject<PanelExports | null>
}

/** How a panel is saved as it is shown. */
export interface PanelExports {
  /** The values shown, with a line of names first. Absent where there are none. */
  readonly csv?: () => string
  /** The drawing with what its legend says. The page adds title, legend and background. Absent where nothing is drawn. */
  readonly figure?: () => Figure
}

export interface PanelChange {
  readonly fields?: readonly string[]
  readonly options?: Readonly<Record<string, string | undefined>>
}

/** A kind of chart. A new one is a file of `kinds` and a line in `kinds/index.ts`. */
export interface PanelKind {
  /** As people call it: `Scatter plot`. */
  readonly title: string
  /** What it is good for, in a sentence. */
  readonly purpose: string
  /**
   * What it takes; the form that adds a panel asks for them, each searched for on the server. They stand in one list: all but the last take at
   * most one name, the last as many as it says.
   */
  readonly fields: readonly PanelField[]
  /** Pixels it is best drawn in; the page's usual height unless said otherwise. */
  readonly height?: number
  /** Whether it takes the width of the page, however many panels stand beside each other. */
  readonly isWide?: true
  /** Draws into `width` x `height`, reads what it needs when it is mounted: the page mounts what comes into view. May be lazy. */
  readonly Component: ComponentType<PanelProps>
  /** Controls of one chart alone, shown in its menu. */
  readonly Options?: ComponentType<PanelOptionsProps>
}

export interface PanelOptionsProps {
  readonly options: PanelOptions
  readonly onChange: (change: PanelChange) => void
}

export type FieldSource = 'metrics' | 'params' | 'tags' | 'attributes' | 'artifacts'

export interface PanelField {
  /** `Horizontal`, `Colour`. */
  readonly label: string
  readonly from: readonly FieldSource[]
  /** How many may be named. */
  readonly least: number
  readonly most: number
}
