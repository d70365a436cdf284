import type { World } from '../../command.ts'
import { type Column, printTable } from '../../output/table.ts'

/** What is told of one path. */
export interface PathLine {
  readonly what: string
  readonly path: string
  readonly detail: string
}

export interface LinesOptions {
  /** Title of the first column. */
  readonly first: string
  readonly maxResults: number
}

/** A table of paths, which are cut before anything else is; nothing where there is nothing to tell. */
export function printLines(lines: readonly PathLine[], { first, maxResults }: LinesOptions, world: World): string {
  if (lines.length === 0) return ''
  const columns: Column<PathLine>[] = [
    { title: first, value: ({ what }) => what },
    { title: 'PATH', value: ({ path }) => path, giveWay: 1, narrowest: 20 },
    { title: '', value: ({ detail }) => detail, giveWay: 2, narrowest: 8 },
  ]
  if (lines.length > maxResults) world.note(`There are ${lines.length - maxResults} more: -n ${lines.length} shows all.`)
  return printTable(lines.slice(0, maxResults), columns, { width: world.width, styleTitles: world.style.bold }).text
}
