// Takes a folder into a cache or checks one out, again and again with other content, until it is killed. Arguments: root, links, seed.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyCheckout, openWorkspace, planCheckout, storeOut } from '../checkout/index.ts'
import { parseLinkTypes } from '../links/index.ts'

const [root = '', links, seed = '0'] = process.argv.slice(2)
const path = join(root, 'd')
const known: string[] = []
for (let round = 0; ; round++) {
  await using workspace = openWorkspace({ root, memoryFolder: join(root, '.memory'), links: parseLinkTypes(links), threads: 2 })
  for (let index = 0; index < 300; index += 1 + (round % 3)) {
    const file = join(path, `sub${index % 5}`, String(index))
    rmSync(file, { force: true })
    writeFileSync(file, `${seed} ${round} ${index} `.repeat(index % 50))
  }
  known.push((await storeOut(workspace, path)).oid)
  process.stdout.write('.')
  const oid = known[(round * 7) % known.length]
  await applyCheckout(workspace, await planCheckout(workspace, { path, oid, hash: 'md5', isExecutable: false }))
}
