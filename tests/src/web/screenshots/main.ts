// `npm run screenshots [-- NAME ...]`: takes the pictures of the interface: an empty server, a small one and a huge one, in both themes and two widths.
// All of them go to .cache/screenshots, those of the documents to docs/images as well.
import { join } from 'node:path'
import { createTemporaryFolder, cacheFolder, ensureChromium, openBrowser, repositoryFolder, startRepriseServer } from '@reprise/testing'
import { fillHuge } from './fill-huge.ts'
import { fillSmall } from './fill-small.ts'
import { type Filling, type Places, shots } from './shots.ts'
import { take } from './take.ts'

const fill: Record<Filling, (url: string, folder: string) => Promise<Places>> = {
  empty: () => Promise.resolve({}),
  small: fillSmall,
  huge: fillHuge,
}

process.exitCode = await main(process.argv.slice(2))

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !shots.some((shot) => shot.name.startsWith(name)))
  if (unknown.length > 0) {
    process.stderr.write(`No picture has the name ${unknown.join(', ')}; there are ${shots.map(({ name }) => name).join(', ')}\n`)
    return 2
  }
  const wanted = shots.filter(({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)))
  const chromium = await ensureChromium()
  if (chromium.reason !== undefined) {
    process.stderr.write(`Without Chromium there are no pictures: ${chromium.reason}\n`)
    return 1
  }
  await using browser = await openBrowser(chromium)
  for (const [filling, group] of Map.groupBy(wanted, (shot) => shot.filling)) {
    const folder = await createTemporaryFolder('screenshots')
    await using server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    process.stderr.write(`filling the ${filling} server ...\n`)
    const places = await fill[filling](server.url, folder.path)
    const studio = {
      browser,
      url: server.url,
      places,
      folder: join(cacheFolder, 'screenshots'),
      docs: join(repositoryFolder, 'docs', 'images'),
    }
    for (const shot of group) for (const name of await take(shot, studio)) process.stdout.write(`${join(studio.folder, name)}\n`)
    await server.stop()
    await folder.remove()
  }
  for (const problem of browser.problems) process.stderr.write(`the console said: ${problem}\n`)
  return browser.problems.length === 0 ? 0 : 1
}
