import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenBrowser } from '@reprise/testing'
import type { Places, Shot } from './shots.ts'

const themes = ['light', 'dark'] as const
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const

/** How long a page that is not busy any more may still be drawing. */
const SETTLE_MS = 1_000

interface Studio {
  readonly browser: OpenBrowser
  readonly url: string
  readonly places: Places
  /** Where pictures go, and those of the docs besides. */
  readonly folder: string
  readonly docs: string
}

/** Takes one picture in both themes and sizes. Answers the names of its files. */
export async function take(shot: Shot, { browser, url, places, folder, docs }: Studio): Promise<string[]> {
  const names: string[] = []
  for (const colorScheme of themes) {
    for (const viewport of sizes) {
      const page = await browser.newPage({ colorScheme, viewport, reducedMotion: 'reduce' })
      await page.goto(url + shot.address(places))
      await page.locator(shot.until).first().waitFor()
      await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' })
      // Charts are drawn in slices, frame by frame.
      await page.waitForTimeout(SETTLE_MS)
      const picture = await page.screenshot()
      const name = `${shot.name}-${colorScheme}-${viewport.width}.png`
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, name), picture)
      if (shot.isInDocs === true && viewport.width === 1280) {
        await mkdir(docs, { recursive: true })
        await writeFile(join(docs, `${shot.name}-${colorScheme}.png`), picture)
      }
      names.push(name)
      await page.context().close()
    }
  }
  return names
}
