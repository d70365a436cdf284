import type { Tally } from '../numbers/tally.ts'
import { isWallClock } from '../series/wall-clock.ts'
import { isDurationWithin, isEpochWithin } from './clock.ts'
import { addNumbers } from './compare-lexemes.ts'
import { excerpt } from './decode-text.ts'
import { replacePassing, saysMore } from './passing.ts'
import type { Setting } from './setting.ts'

/** A value in a file that names its values. */
export interface Named {
  /** Of the column or member. */
  readonly name: string
  readonly place: () => string
  readonly settings: readonly [Setting, Setting]
}

/**
 * Adds two numbers. The time of the run is passing, and so is under the name of a clock what can have passed in the run; whether other
 * differences under such a name count is open.
 */
export function addNamedNumbers(tally: Tally, [a, b]: readonly [string, string], { name, place, settings }: Named): void {
  if (a === b) return tally.addCanonical()
  const spans = settings.map(({ during }) => during)
  const isTime = [a, b].every((text, side) => spans[side] !== undefined && isEpochWithin(text, spans[side]))
  if (isTime) return tally.addPassing()
  if (!isWallClock(name)) return addNumbers(tally, [a, b], place)
  const unit = /[_ /.-](ns|us|ms|min|minutes)$/i.exec(name)?.[1] ?? 's'
  const isDuration = [a, b].every((text, side) => spans[side] !== undefined && isDurationWithin(Number(text), unit, spans[side]))
  if (isDuration && !/mem|rss|vram|fps|throughput|per_s|\/s/i.test(name)) return tally.addPassing()
  tally.addOpen(() => ({ place: place(), a, b }))
}

/** Adds two texts: what is passing in them says nothing. */
export function addTexts(tally: Tally, [a, b]: readonly [string, string], { place, settings }: Named): void {
  if (a === b) return tally.addCanonical()
  const [bareA, bareB] = [replacePassing(a, settings[0]), replacePassing(b, settings[1])]
  if (bareA === bareB && !saysMore(bareA)) return tally.addPassing()
  tally.addExact(bareA === bareB, () => ({ place: place(), a: excerpt(a), b: excerpt(b) }))
}
