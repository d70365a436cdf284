import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryFolder, findSmallDisk, mountSmallDisk, requirePart } from '@reprise/testing'
import { describe, expect, test } from 'vitest'

const program = fileURLToPath(new URL('testing/fill-disk.ts', import.meta.url))
const part = requirePart('a small disk', findSmallDisk())

/** What the program saw. */
interface Seen {
  readonly refusal: unknown
  readonly acknowledged: readonly number[]
  readonly kept: readonly number[]
  readonly last: number
  readonly keptAfterwards: readonly number[]
  readonly problems: readonly unknown[]
}

describe.skipIf(part.missing)(`a store on a disk that gets full${part.note}`, () => {
  test('refuses with one clear line, keeps what it acknowledged, and goes on when there is space', async () => {
    await using folder = await createTemporaryFolder('disk')
    using disk = await mountSmallDisk(join(folder.path, 'small'), { megabytes: 16 })
    const [command, ...words] = [...disk.within, process.execPath, '--conditions=@reprise/source', program, disk.path]
    const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' })
    expect(stderr).toBe('')
    const seen = JSON.parse(stdout) as Seen
    expect(seen.refusal).toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: `There is no space left for ${join(disk.path, 'store.db')}.`,
      hint: expect.stringContaining('Free some space'),
    })
    expect(seen.acknowledged.length).toBeGreaterThan(5)
    expect(seen.kept).toEqual(seen.acknowledged)
    expect(seen.last).toBe(seen.acknowledged.at(-1))
    expect(seen.keptAfterwards).toEqual(seen.acknowledged)
    expect(seen.problems).toEqual([])
  })
})
