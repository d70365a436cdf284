import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { digestOf, listFiles, type Place } from './place.ts'

/** A command that is killed, in a project in which it has something to do. */
export interface KilledCommand {
  readonly name: string
  readonly args: readonly string[]
  /** The same for dvc; undefined where dvc has no such command or option. */
  readonly dvcArgs?: readonly string[]
  /** Once, before everything. */
  prepare(place: Place): Promise<void>
  /** Before each time: gives the command something to do. */
  renew(place: Place, round: number): Promise<void>
  /** After it was killed and has been run again. */
  check(place: Place, round: number): Promise<void>
  /** Brings the project into order when the command has been killed; default: the command itself, once more. */
  goOn?(place: Place, round: number): Promise<void>
}

/** Few where every single call is a moment of its own. */
const FILES = process.env['DATA_CRASH_STRACE'] === undefined ? 40 : 6

function writeData(place: Place, round: number): void {
  for (let index = 0; index < FILES; index++)
    if (round === 0 || index % 3 === round % 3)
      place.write(`data/sub${index % 4}/${index}`, `${round} ${index} `.repeat(1 + ((index * 977) % 3_000)))
  place.write('large.bin', randomBytes(6_000_000))
}

async function expectClean(place: Place): Promise<void> {
  expect(await place.run('status')).toContain('Data and pipelines are up to date.')
}

async function trackData(place: Place): Promise<void> {
  writeData(place, 0)
  await place.run('add', '--quiet', 'data', 'large.bin')
}

function remove(place: Place, ...paths: readonly string[]): void {
  for (const path of paths) rmSync(join(place.folder, path), { recursive: true, force: true })
}

const stages = `stages:
  prepare:
    cmd: sleep 0.05; cat in params.yaml > prepared
    deps: [in]
    params: [p]
    outs: [prepared]
  left:
    cmd: sleep 0.05; mkdir -p left; for i in 1 2 3 4 5; do cat prepared > left/$i; echo $i >> left/$i; done
    deps: [prepared]
    outs: [left]
  right:
    cmd: sleep 0.05; cat prepared prepared > right
    deps: [prepared]
    outs: [right]
  join:
    cmd: sleep 0.05; cat left/* right > joined; echo '{"size":' $(wc -c < joined) '}' > metrics.json
    deps: [left, right]
    outs: [joined]
    metrics:
    - metrics.json:
        cache: false
`

async function preparePipeline(place: Place): Promise<void> {
  writeFileSync(join(place.folder, 'dvc.yaml'), stages)
}

async function renewPipeline(place: Place, round: number): Promise<void> {
  // The earlier text is git's affair.
  place.precious.clear()
  place.write('in', `${round} `.repeat(200_000))
  writeFileSync(join(place.folder, 'params.yaml'), `p: ${round}\n`)
}

async function checkPipeline(place: Place, round: number): Promise<void> {
  await expectClean(place)
  const size = `${round} `.length * 200_000 + `p: ${round}\n`.length
  expect(readText(place, 'metrics.json')).toContain(` ${size * 7 + 10} `)
}

function readText(place: Place, path: string): string {
  return listFiles(place.folder).includes(path) ? String(readFileSync(join(place.folder, path))) : ''
}

const repro = { prepare: preparePipeline, renew: renewPipeline, check: checkPipeline } as const

/** Everything that changes files. */
export const killedCommands: readonly KilledCommand[] = [
  {
    name: 'add',
    args: ['add', 'data', 'large.bin'],
    dvcArgs: ['add', 'data', 'large.bin'],
    prepare: async () => undefined,
    renew: async (place, round) => writeData(place, round),
    check: expectClean,
  },
  {
    name: 'commit',
    args: ['commit', '--force'],
    dvcArgs: ['commit', '--force'],
    prepare: trackData,
    renew: async (place, round) => writeData(place, round + 1),
    check: expectClean,
  },
  { name: 'repro', args: ['repro'], dvcArgs: ['repro'], ...repro },
  { name: 'repro of several stages at once', args: ['repro', '--jobs', '3'], dvcArgs: ['repro'], ...repro },
  {
    name: 'push',
    args: ['push'],
    dvcArgs: ['push'],
    prepare: trackData,
    renew: async (place, round) => {
      writeData(place, round + 1)
      await place.run('add', '--quiet', 'data', 'large.bin')
    },
    check: async (place) => expect(await place.run('status', '--cloud')).toContain("Cache and remote 'store' are in sync."),
  },
  ...(['fetch', 'pull'] as const).map((name) => ({
    name,
    args: [name],
    dvcArgs: [name],
    prepare: async (place: Place) => {
      await trackData(place)
      await place.run('push', '--quiet')
    },
    renew: async (place: Place) => remove(place, '.dvc/cache', ...(name === 'pull' ? ['data', 'large.bin'] : [])),
    check: expectClean,
  })),
  {
    name: 'checkout',
    args: ['checkout'],
    dvcArgs: ['checkout'],
    prepare: async (place) => {
      for (const round of [0, 1]) {
        writeData(place, round)
        await place.run('add', '--quiet', 'data', 'large.bin')
        place.git('add', '--all')
        place.git('commit', '--quiet', '--message', `version ${round}`)
      }
    },
    renew: async (place, round) => place.git('checkout', '--quiet', round % 2 === 0 ? 'HEAD~1' : 'main'),
    check: expectClean,
  },
  {
    name: 'gc',
    args: ['gc', '--workspace', '--cloud', '--force'],
    dvcArgs: ['gc', '--workspace', '--cloud', '--force'],
    prepare: trackData,
    renew: async (place, round) => {
      place.precious.clear()
      writeData(place, round + 1)
      await place.run('add', '--quiet', 'data', 'large.bin')
      await place.run('push', '--quiet')
      const kept = new Map(place.precious)
      // What nobody needs: another version, which is in the cache and in the remote.
      for (let index = 0; index < FILES; index++) place.write(`data/sub${index % 4}/${index}`, `unused ${round} ${index}`)
      await place.run('add', '--quiet', 'data')
      await place.run('push', '--quiet')
      for (const [digest] of place.precious) if (!kept.has(digest)) place.precious.delete(digest)
      for (const [digest, path] of kept) if (!path.startsWith('large')) place.precious.delete(digest)
      for (const path of listFiles(join(place.folder, 'data'))) place.precious.set(digestOf(join(place.folder, 'data', path)), path)
    },
    check: async (place) => {
      await expectClean(place)
      const objects = listFiles(join(place.folder, '.dvc/cache/files/md5')).filter((path) => !path.startsWith('.'))
      expect(objects).toHaveLength(FILES + 2)
      expect(listFiles(join(place.remote, 'files/md5')).filter((path) => !path.startsWith('.'))).toHaveLength(FILES + 2)
    },
  },
  {
    name: 'move',
    args: ['move', 'here', 'there'],
    prepare: async () => undefined,
    renew: async (place, round) => {
      remove(place, 'here', 'here.dvc', 'there', 'there.dvc', '.gitignore')
      for (let index = 0; index < 5; index++) place.write(`here/${index}`, `${round} ${index}`)
      await place.run('add', '--quiet', 'here')
    },
    goOn: async (place) => {
      const files = readdirSync(place.folder)
      // Killed before it wrote the new file: what was, is brought back; after that: it is done but for what it would have removed.
      if (files.includes('there.dvc')) remove(place, 'here.dvc')
      await place.run('checkout', '--quiet')
      if (files.includes('there.dvc')) return
      remove(place, 'there')
      await place.run('move', 'here', 'there')
    },
    check: async (place) => {
      await expectClean(place)
      expect(listFiles(join(place.folder, 'there'))).toHaveLength(5)
      expect(listFiles(join(place.folder, 'here'))).toEqual([])
    },
  },
  {
    name: 'import-url',
    args: ['import-url', '--force', '../elsewhere.bin', 'imported.bin'],
    dvcArgs: ['import-url', '--force', '../elsewhere.bin', 'imported.bin'],
    prepare: async () => undefined,
    renew: async (place, round) => {
      place.write('../elsewhere.bin', `${round} `.repeat(1_500_000))
      place.precious.clear()
    },
    check: async (place, round) => {
      await expectClean(place)
      expect(readText(place, 'imported.bin')).toBe(`${round} `.repeat(1_500_000))
    },
  },
  {
    name: 'remove',
    args: ['remove', '--outs', 'data.dvc', 'large.bin.dvc'],
    prepare: async () => undefined,
    renew: (place) => trackData(place),
    goOn: async (place) => {
      const left = readdirSync(place.folder).filter((name) => name.endsWith('.dvc') && name !== '.dvc')
      if (left.length > 0) await place.run('remove', '--outs', ...left)
    },
    check: async (place) => {
      expect(readdirSync(place.folder).filter((name) => !name.startsWith('.'))).toEqual([])
      // What was removed is in the cache.
      place.precious.clear()
    },
  },
]
