import type { Locator, Page } from './open-interface.ts'

/** A point of a page, in pixels. */
export type Spot = readonly [x: number, y: number]

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Pixels beside the plot of a chart. */
const LEFT = 58
const BESIDE = 68
/** How often an element must be seen at one place, and the milliseconds between. */
const LOOKS = 3
const PAUSE = 100

/** Where an element is, once it stays there: what comes late may still push it away. */
export async function boxOf(element: Locator): Promise<Box> {
  const [box] = await boxesOf(element)
  return box
}

/** Where some elements are at one and the same time, once all of them stay there. */
export async function boxesOf<Elements extends readonly [Locator, ...Locator[]]>(
  ...elements: Elements
): Promise<{ [Index in keyof Elements]: Box }> {
  for (const element of elements) await element.scrollIntoViewIfNeeded()
  let seen: (Box | null)[] = [null]
  for (let looks = 0; looks < LOOKS || seen.includes(null); looks++) {
    const boxes = await Promise.all(elements.map((element) => element.boundingBox()))
    if (JSON.stringify(boxes) !== JSON.stringify(seen)) looks = 0
    seen = boxes
    await elements[0].page().waitForTimeout(PAUSE)
  }
  return seen as { [Index in keyof Elements]: Box }
}

/** Presses the button of the mouse at one place and lets go of it at another. */
export async function drag(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2)
  await page.mouse.move(...to)
  await page.mouse.up()
}

/** Somebody drags over a part of the width of a chart. */
export async function dragOver(page: Page, chart: Locator, [from, to]: readonly [number, number]): Promise<void> {
  const box = await boxOf(chart)
  const at = (part: number): Spot => [box.x + LEFT + (box.width - BESIDE) * part, box.y + 50]
  await drag(page, at(from), at(to))
}

/** Moves the mouse to a part of the width of a chart, wherever that is by now; to be called until what it shows is there. */
export async function pointAt(page: Page, chart: Locator, part: number): Promise<void> {
  const box = await chart.boundingBox()
  if (box !== null) await page.mouse.move(box.x + LEFT + (box.width - BESIDE) * part, box.y + 60)
}
