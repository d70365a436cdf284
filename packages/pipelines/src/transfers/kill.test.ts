import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTemporaryFolder, ensureS3, requirePart, startS3, startTethered } from '@reprise/testing'
import { describe, expect, test } from 'vitest'
import { storeOut } from '../checkout/index.ts'
import { openProject, readFiles, writeFiles } from '../testing/project-folder.ts'

const program = new URL('../testing/run-transfer-process.ts', import.meta.url).pathname
const part = requirePart('an S3 server', await ensureS3())
const FILES = 400

/** Every object below a folder has the digest that its name says, and each tree has all of its files. Answers how many there are. */
function assertWhole(folder: string): number {
  const files = Object.entries(readFiles(folder)).filter(([path]) => /^[0-9a-f]{2}\/[0-9a-f]{30}(?:\.dir)?$/.test(path))
  for (const [path, text] of files) {
    expect(createHash('md5').update(Buffer.from(text, 'latin1')).digest('hex'), path).toBe(path.replace('/', '').replace('.dir', ''))
    if (path.endsWith('.dir')) expect(files.length).toBe(FILES + 1)
  }
  return files.length
}

async function killAtRandom(folder: string, remoteFolder: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  let oid: string
  {
    await using project = openProject(one)
    const texts = Array.from({ length: FILES }, (_, index) => [`d/${index % 7}/${index}`, `${index} `.repeat(1 + (index % 5) * 40_000)])
    writeFiles(one, Object.fromEntries(texts) as Record<string, string>)
    ;({ oid } = await storeOut(project, join(one, 'd')))
  }
  for (const [direction, root, changed] of [
    ['push', one, join(remoteFolder, 'files/md5')],
    ['fetch', two, join(two, '.dvc/cache/files/md5')],
  ] as const) {
    const args = ['--conditions=@reprise/source', program, direction, root, JSON.stringify(settings), oid]
    const run = () => startTethered({ command: process.execPath, args })
    for (let round = 0; round < 3; round++) {
      const process_ = await run()
      let hasEnded = false
      void process_.exited.then(() => (hasEnded = true))
      while (process_.output() === '' && !hasEnded) await sleep(5)
      await sleep(round * 30)
      process_.kill('SIGKILL')
      await process_.exited
      assertWhole(changed)
    }
    const last = await run()
    expect([await last.exited, last.output().replaceAll('.', '')]).toMatchObject([0, expect.stringContaining('"failed":0,"missing":0')])
    expect(assertWhole(changed)).toBe(FILES + 1)
  }
  expect(readdirSync(join(two, '.dvc/cache/files/md5/.unfinished'))).toEqual([])
}

test('a push or fetch over a folder that is killed leaves whole objects, and goes on', { timeout: 400_000 }, async () => {
  await using temporary = await createTemporaryFolder('transfers-kill')
  const url = join(temporary.path, 'remote')
  await killAtRandom(temporary.path, url, { url })
})

describe.skipIf(part.missing)(`over S3${part.note}`, () => {
  test('a push or fetch that is killed leaves whole objects, and goes on', { timeout: 400_000 }, async () => {
    await using temporary = await createTemporaryFolder('transfers-kill')
    await using s3 = await startS3()
    const bucket = await s3.createBucket()
    const settings = { url: `s3://${bucket}`, endpointurl: s3.url, access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey }
    await killAtRandom(temporary.path, join(s3.folder, bucket), settings)
  })
})
