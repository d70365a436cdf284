import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Case, Expectation } from '../case.ts'
import { commit, git } from '../lab.ts'

const identical: Expectation = { verdict: 'BIT_IDENTICAL', kind: 'identical' }
const copy = "open('out.txt', 'w').write(open('in.txt').read())\n"

/** What is changed here is kept with the run: the repeat has to see it as it was. */
export const restoredCases: readonly Case[] = [
  {
    name: 'a data file that is changed',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'copy.py': copy, 'in.txt': 'as it was' })
      const run = await lab.run(folder, ['python3', 'copy.py'])
      await writeFile(join(folder, 'in.txt'), 'changed')
      return { run }
    },
    expected: identical,
  },
  {
    name: 'an uncommitted edit that is taken back',
    plant: async (lab) => {
      const folder = await lab.makeRepository({ 'write.py': "open('out.txt', 'w').write('committed')\n" })
      await writeFile(join(folder, 'write.py'), "open('out.txt', 'w').write('edited')\n")
      const run = await lab.run(folder, ['python3', 'write.py'])
      await git(folder, 'checkout', '--quiet', '--', 'write.py')
      return { run }
    },
    expected: identical,
  },
  {
    name: 'an untracked input that is deleted',
    plant: async (lab) => {
      const folder = await lab.makeRepository({ 'copy.py': copy })
      await writeFile(join(folder, 'in.txt'), 'never added')
      const run = await lab.run(folder, ['python3', 'copy.py'])
      await rm(join(folder, 'in.txt'))
      return { run }
    },
    expected: identical,
  },
  {
    name: 'an ignored input that is deleted',
    plant: async (lab) => {
      const folder = await lab.makeRepository({ 'copy.py': copy, '.gitignore': 'in.txt\n' })
      await writeFile(join(folder, 'in.txt'), 'ignored')
      const run = await lab.run(folder, ['python3', 'copy.py'])
      await rm(join(folder, 'in.txt'))
      return { run }
    },
    expected: identical,
  },
  {
    name: 'a commit after the run, which was never pushed',
    plant: async (lab) => {
      const folder = await lab.makeRepository({ 'write.py': "open('out.txt', 'w').write('first')\n" })
      const run = await lab.run(folder, ['python3', 'write.py'])
      await appendFile(join(folder, 'write.py'), "open('out.txt', 'w').write('second')\n")
      await commit(folder)
      return { run }
    },
    expected: identical,
  },
  {
    name: 'a changed binary file in the work tree',
    plant: async (lab) => {
      const folder = await lab.makeRepository({
        'size.py': "open('out.txt', 'w').write(open('b.bin', 'rb').read().hex())\n",
        'b.bin': 'a\0b',
      })
      await writeFile(join(folder, 'b.bin'), Buffer.from([0, 255, 13, 10, 0, 128]))
      const run = await lab.run(folder, ['python3', 'size.py'])
      await git(folder, 'checkout', '--quiet', '--', 'b.bin')
      return { run }
    },
    expected: identical,
  },
  {
    name: 'another locale and time zone where it is repeated',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'words.txt': 'b\nA\na\nB\n' })
      const env = { LC_ALL: 'C', TZ: 'Asia/Tokyo' }
      const run = await lab.run(folder, ['bash', '-c', 'sort <words.txt >sorted.txt; date -d @0 +%H >hour.txt'], { env })
      return { run, env: { LC_ALL: 'en_US.UTF-8', TZ: 'America/New_York' } }
    },
    expected: identical,
  },
  {
    name: 'another number of threads where it is repeated',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 't.py': "import os\nopen('t.txt', 'w').write(os.environ['OMP_NUM_THREADS'])\n" })
      const run = await lab.run(folder, ['python3', 't.py'], { env: { OMP_NUM_THREADS: '1' } })
      return { run, env: { OMP_NUM_THREADS: '4' } }
    },
    expected: identical,
  },
  {
    name: 'a seed in a variable that is another one where it is repeated',
    plant: async (lab) => {
      const program = "import os, random\nrandom.seed(int(os.environ['SEED']))\nopen('r.txt', 'w').write(str(random.random()))\n"
      const folder = await lab.makeWork({ 'r.py': program })
      const run = await lab.run(folder, ['python3', 'r.py'], { env: { SEED: '1' } })
      return { run, env: { SEED: '2' } }
    },
    expected: identical,
  },
  {
    name: 'a param that was given beside the command',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'write.py': "open('out.txt', 'w').write('1')\n" })
      return { run: await lab.run(folder, ['python3', 'write.py'], { options: ['--param', 'lr=0.1', '--param', 'note=a=b c'] }) }
    },
    expected: identical,
  },
  {
    name: 'a package from PyPI, of which another version is installed by now',
    plant: async (lab) => {
      const python = await lab.makeVirtualEnvironment('humanize')
      const install = (version: string): Promise<void> => lab.installFromIndex(python, `humanize==${version}`)
      await install('4.4.0')
      const program =
        "import importlib.metadata, humanize\nopen('v.txt', 'w').write(humanize.naturalsize(3e6) + importlib.metadata.version('humanize'))\n"
      const run = await lab.run(await lab.makeWork({ 'v.py': program }), [python, 'v.py'])
      await install('4.9.0')
      return { run }
    },
    expected: identical,
  },
  {
    name: 'a cache of the program that lay beside it and is stale by now',
    plant: async (lab) => {
      const program = `import os
if os.path.exists('cache/value.txt'):
    value = open('cache/value.txt').read()
else:
    value = 'fresh'
open('out.txt', 'w').write(value)
`
      const folder = await lab.makeWork({ 'c.py': program, 'cache/value.txt': 'cached' })
      const run = await lab.run(folder, ['python3', 'c.py'])
      await writeFile(join(folder, 'cache', 'value.txt'), 'stale')
      return { run }
    },
    expected: identical,
  },
]
