import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { results } from '../../e2e/reprise.ts'

/** Milliseconds. What takes longer does not come. */
const LONGEST = 200_000

/** Makes a project without git in a new folder below another. */
export async function makeProject(parent: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(parent, 'project')
  await mkdir(folder)
  await results(['init', '--no-scm', '-q'], { cwd: folder })
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

/** Waits until a file is there; what is in it. */
export async function untilFile(path: string): Promise<string> {
  const deadline = Date.now() + LONGEST
  while (!existsSync(path)) {
    if (Date.now() > deadline) throw new Error(`${path} has not come.`)
    await sleep(50)
  }
  return readFileSync(path, 'utf8')
}

/** Waits until a file that something writes to again and again is not written to any more; how long it is then. */
export async function untilStill(path: string): Promise<number> {
  for (let before = -1; ; await sleep(700)) {
    const { length } = readFileSync(path)
    if (length === before) return length
    before = length
  }
}

/** A command that begins a line in `begun` each time it is started, and goes on writing to `ticks` until it is ended. */
export const ticking = "sh -c 'echo begun >> begun; while :; do echo tick >> ticks; sleep 0.2; done'"
