import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { forget } from '../../place.ts'
import type { Case, Expectation } from '../case.ts'
import type { Lab } from '../lab.ts'

const identical: Expectation = { verdict: 'BIT_IDENTICAL', kind: 'identical' }
const noisy = (cause: NonNullable<Expectation['cause']>): Expectation => ({ verdict: 'DIVERGED', kind: 'noisy', cause })

/** Files that a program takes account of in other ways than by reading them where they lie. The folder is gone when they are repeated. */
export const fileCases: readonly Case[] = [
  python('names in a folder, of which none is read', {
    program: "import os\nopen('o.txt', 'w').write(' '.join(sorted(os.listdir('data'))))",
    files: { 'data/a.csv': '1', 'data/b.csv': '2', 'data/more/c.csv': '3' },
  }),
  python('names in a folder that git ignores', {
    program: "import glob, os\nopen('o.txt', 'w').write(' '.join(f'{p}={os.path.getsize(p)}' for p in sorted(glob.glob('data/*'))))",
    files: { 'data/a.csv': '1', 'data/b.csv': '22', '.gitignore': 'data/\n' },
    isInGit: true,
  }),
  python('names in a folder that is empty', {
    program: "import os\nopen('o.txt', 'w').write(f'{len(os.listdir(\"empty\"))} {os.path.isdir(\"other\")}')",
    files: {},
    prepare: async (folder) => {
      await mkdir(join(folder, 'empty'))
    },
  }),
  python('the size of a file that is too large to keep', {
    program: "import os\nopen('o.txt', 'w').write(str(os.path.getsize('big.bin')))",
    files: { 'big.bin': 'x'.repeat(50_000) },
    options: ['--keep-file-limit', '1000'],
  }),
  python('whether a file is there', {
    program: "import os\nopen('o.txt', 'w').write(str(os.path.exists('flag')))",
    files: { flag: '' },
  }),
  python('when a file was changed, to the nanosecond', {
    program: "import os\nopen('a.txt').read()\nopen('o.txt', 'w').write(f'made from {os.stat(\"a.txt\").st_mtime_ns % 1000003}')",
    files: { 'a.txt': 'a' },
  }),
  python('when a file was changed, in git', {
    program: "import os\nopen('a.txt').read()\nopen('o.txt', 'w').write(f'made from {os.stat(\"a.txt\").st_mtime_ns % 1000003}')",
    files: { 'a.txt': 'a' },
    isInGit: true,
  }),
  python('when a file was changed that is not read, in git, which does not keep it', {
    program: "import os\nopen('o.txt', 'w').write(f'made from {os.stat(\"a.txt\").st_mtime_ns % 1000003}')",
    files: { 'a.txt': 'a' },
    isInGit: true,
    expected: noisy('time'),
  }),
  python('a file that another program reads', {
    program: "import subprocess\nopen('o.txt', 'wb').write(subprocess.run(['cat', 'in.bin'], capture_output=True).stdout)",
    files: { 'in.bin': 'read by cat' },
  }),
  python('data behind a link', {
    program: "open('o.txt', 'w').write(open('data/x.csv').read() + open('one.csv').read())",
    files: { 'store/x.csv': '1,2,3' },
    prepare: async (folder) => {
      await symlink('store', join(folder, 'data'))
      await symlink(join(folder, 'store', 'x.csv'), join(folder, 'one.csv'))
    },
  }),
  {
    name: 'data behind a link that leads far away, and is gone',
    plant: async (lab) => {
      const far = join(lab.place.folder, 'far')
      await mkdir(far)
      await writeFile(join(far, 'x.csv'), '1,2,3')
      const folder = await lab.makeWork({ 'p.py': "open('o.txt', 'w').write(open('data/x.csv').read() + open('y.csv').read())\n" })
      await symlink(far, join(folder, 'data'))
      await symlink(join(far, 'x.csv'), join(folder, 'y.csv'))
      const run = await lab.run(folder, ['python3', 'p.py'])
      await forget(folder)
      await rm(far, { recursive: true })
      return { run }
    },
    expected: identical,
  },
  python('an input that is deleted when it was read', {
    program:
      "import os, shutil\ntext = open('work.txt').read() + open('in/a.txt').read()\nos.remove('work.txt')\nshutil.rmtree('in')\nopen('o.txt', 'w').write(text)",
    files: { 'work.txt': 'to do', 'in/a.txt': 'a', 'in/b.txt': 'b' },
  }),
  python('inputs that are moved and removed unread', {
    program: "import os\nos.rename('a.txt', 'b.txt')\nos.remove('lock')\nopen('o.txt', 'w').write(open('b.txt').read())",
    files: { 'a.txt': 'a', lock: '' },
  }),
  python('a file that is written on', { program: "open('log.txt', 'a').write('more')", files: { 'log.txt': 'before ' } }),
  {
    name: 'a program of Node.js that lists, deletes and writes on',
    plant: async (lab) => {
      const program = `import fs from 'node:fs'
const names = fs.readdirSync('data').join(' ')
const text = fs.readFileSync('work.txt', 'utf8')
fs.unlinkSync('work.txt')
fs.renameSync('a.txt', 'b.txt')
fs.appendFileSync('log.txt', 'more')
fs.writeFileSync('o.txt', [names, text, fs.statSync('data/y').mtimeMs, fs.existsSync('flag')].join('\\n'))
`
      const files = { 'p.mjs': program, 'data/x': '', 'data/y': '1', 'work.txt': 'to do', 'a.txt': 'a', 'log.txt': 'before ', flag: '' }
      const folder = await lab.makeWork(files)
      const run = await lab.run(folder, ['node', 'p.mjs'])
      await forget(folder)
      return { run }
    },
    expected: identical,
  },
  {
    name: 'a file that is deleted by a program of which nobody knows what it reads',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'work.txt': 'to do' })
      return { run: await lab.run(folder, ['bash', '-c', 'cat work.txt >o.txt; rm work.txt']) }
    },
    expected: { verdict: 'CANNOT', kind: 'missing data', cause: 'missing', subject: /work\.txt/ },
  },
]

interface Planting {
  readonly program: string
  readonly files: Readonly<Record<string, string>>
  readonly isInGit?: boolean
  readonly prepare?: (folder: string) => Promise<void>
  /** Of `reprise run`. */
  readonly options?: readonly string[]
  readonly expected?: Expectation
}

function python(name: string, { program, files, isInGit = false, prepare, options = [], expected = identical }: Planting): Case {
  return {
    name,
    plant: async (lab: Lab) => {
      const all = { 'p.py': `${program}\n`, ...files }
      const folder = await (isInGit ? lab.makeRepository(all) : lab.makeWork(all))
      await prepare?.(folder)
      const run = await lab.run(folder, ['python3', 'p.py'], { options })
      await forget(folder)
      return { run }
    },
    expected,
  }
}
