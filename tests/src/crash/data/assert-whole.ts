import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { digestOf, listFiles, type Place } from './place.ts'

/** What must be so whenever a command was ended: nothing lost, no wrong object under its final name, and no folder promised that is not there. */
export function assertWhole(place: Place): void {
  const cache = join(place.folder, '.dvc', 'cache', 'files', 'md5')
  const stores = [cache, join(place.remote, 'files', 'md5')].map(assertStore)
  const work = listFiles(place.folder).filter((path) => !/^(?:\.git|\.dvc)\//.test(path))
  const kept = new Set([...stores.flatMap((store) => [...store]), ...work.map((path) => digestOf(join(place.folder, path)))])
  for (const [digest, name] of place.precious) expect(kept, `${name} (${digest}) is lost`).toContain(digest)
}

/** Answers the digests of the objects of a store. */
function assertStore(folder: string): Set<string> {
  const objects = listFiles(folder).filter((path) => /^[0-9a-f]{2}\/[^/]*$/.test(path))
  const names = new Set(objects.map((path) => path.replace('/', '')))
  for (const path of objects) {
    const whole = join(folder, path)
    expect(path).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{30}(?:\.dir)?$/)
    expect(digestOf(whole), whole).toBe(path.replace('/', '').replace('.dir', ''))
    expect(statSync(whole).mode & 0o777, `${whole} may be written`).toBe(0o444)
    if (!path.endsWith('.dir')) continue
    const members = JSON.parse(readFileSync(whole, 'utf8')) as { md5: string; relpath: string }[]
    expect(
      members.filter(({ md5 }) => !names.has(md5)).map(({ relpath }) => relpath),
      `${whole} promises what is not there`,
    ).toEqual([])
  }
  return names
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** What must be so when a command has ended by itself: nothing of earlier ones lies about, and who has a path is dead: it is anybody's then. */
export function assertTidy(place: Place): void {
  const folders = ['.dvc/tmp/unfinished', '.dvc/cache/files/md5/.unfinished'].map((path) => join(place.folder, path))
  for (const folder of folders) expect(listFiles(folder), folder).toEqual([])
  expect(listFiles(place.folder).filter((path) => /_\d+_[0-9a-f]{12}/.test(path))).toEqual([])
  const owners = listFiles(join(place.folder, '.dvc', 'tmp')).includes('rwlock')
    ? Object.values(JSON.parse(readFileSync(join(place.folder, '.dvc', 'tmp', 'rwlock'), 'utf8')) as Record<string, object>)
    : []
  const pids = owners.flatMap((one) => [...JSON.stringify(one).matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid)))
  expect(pids.filter(isAlive)).toEqual([])
}
