import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Work trees in which a command is started: each with 5,000 tracked files in 100 folders. */
export const works = {
  'as committed': () => undefined,
  'a copy, whose index knows other files': (folder: string) => cpSync(folder, `${folder}-copy`, { recursive: true }),
  '3 edits, 1,000 untracked files and one of 2 GB': (folder: string) => {
    for (const name of ['0/0.py', '1/1.py', '2/2.py']) writeFileSync(join(folder, name), 'edited = True\n')
    write(join(folder, 'new'), 1_000)
    writeFileSync(join(folder, 'large.bin'), '')
    truncateSync(join(folder, 'large.bin'), 2 * 2 ** 30)
  },
  '50,000 files of packages and 100,000 of data, ignored': (folder: string) => {
    writeFileSync(join(folder, '.git', 'info', 'exclude'), 'data/\n')
    for (let part = 0; part < 100; part++) write(join(folder, 'node_modules', String(part)), 500)
    for (let part = 0; part < 50; part++) write(join(folder, 'data', String(part)), 1_000)
    write(join(folder, 'data', 'flat'), 50_000)
  },
} as const satisfies Record<string, (folder: string) => void>

export type WorkName = keyof typeof works

/** Makes one below a folder, and answers where it is. */
export function makeWork(name: WorkName, folder: string): string {
  const root = join(folder, 'work')
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'gc.auto=0', ...args], { cwd: root })
  for (let part = 0; part < 100; part++) write(join(root, String(part)), 50)
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'all')
  works[name](root)
  return name === 'a copy, whose index knows other files' ? `${root}-copy` : root
}

function write(folder: string, files: number): void {
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < files; index++) writeFileSync(join(folder, `${index}.py`), `# ${folder} ${index}\n`.repeat(20))
}
