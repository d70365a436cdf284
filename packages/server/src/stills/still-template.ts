import { readFileSync } from 'node:fs'

/** The page that a still is: what stands before its title, between title and data, and after the data. */
export interface StillTemplate {
  readonly start: string
  readonly middle: string
  readonly end: string
}

const TITLE = '<!--title-->'
const DATA = '<!--data-->'

/** Reads `still.html`, as `apps/web` builds it. Throws when that is something else. */
export function readStillTemplate(path: string): StillTemplate {
  const page = readFileSync(path, 'utf8')
  const title = page.indexOf(TITLE)
  const data = page.indexOf(DATA)
  if (title < 0 || data < title) throw new Error(`${path} has no room for what a still shows.`)
  return { start: page.slice(0, title), middle: page.slice(title + TITLE.length, data), end: page.slice(data + DATA.length) }
}

/** A title as markup. */
export function printTitle(title: string): string {
  return title.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
