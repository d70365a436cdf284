import type { PanelKind } from '../kind.ts'
import { bar } from './bar/index.ts'
import { box } from './box/index.ts'
import { images } from './images/index.ts'
import { lines } from './lines/index.ts'
import { matrix } from './matrix/index.ts'
import { parallel } from './parallel/index.ts'
import { scatter } from './scatter/index.ts'

/** Every kind of chart, by its word in addresses. */
export const kinds = { lines, scatter, parallel, box, bar, matrix, images } satisfies Record<string, PanelKind>

/** The kind of a word; undefined for one that this interface does not know. */
export function kindOf(name: string): PanelKind | undefined {
  return new Map<string, PanelKind>(Object.entries(kinds)).get(name)
}
