import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Case } from '../case.ts'
import { findSitePackages } from '../lab.ts'

const measure = "import planted\nopen('out.txt', 'w').write(str(planted.VALUE))\n"

/** What the run ran in is another one by now, and the original can not be had. */
export const environmentCases: readonly Case[] = [
  {
    name: 'another version of a package',
    plant: async (lab) => {
      const python = await lab.makeVirtualEnvironment('version')
      await lab.installPackage(python, { name: 'planted', version: '1.0', source: 'VALUE = 1\n' })
      const folder = await lab.makeWork({ 'm.py': measure })
      const run = await lab.run(folder, [python, 'm.py'])
      await lab.installPackage(python, { name: 'planted', version: '2.0', source: 'VALUE = 2\n' })
      return { run, args: ['--offline'] }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'package', subject: /planted/ },
  },
  {
    name: 'an installed package that was edited',
    plant: async (lab) => {
      const python = await lab.makeVirtualEnvironment('edited')
      await lab.installPackage(python, { name: 'planted', version: '1.0', source: 'VALUE = 1\n' })
      const folder = await lab.makeWork({ 'm.py': measure })
      const run = await lab.run(folder, [python, 'm.py'])
      await appendFile(join(await findSitePackages(python), 'planted.py'), 'VALUE += 1\n')
      return { run, args: ['--offline'] }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'package', subject: /planted/ },
  },
  {
    name: 'a variable whose value is not recorded, and which is not set where it is repeated',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'v.py': "import os\nopen('v.txt', 'w').write(os.environ.get('WHICH_WAY', 'none'))\n" })
      return { run: await lab.run(folder, ['python3', 'v.py'], { env: { WHICH_WAY: 'left' } }) }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'environment', subject: /WHICH_WAY/ },
  },
  {
    name: 'fewer processors',
    needs: 'taskset',
    plant: async (lab) => {
      const program = "import os\nopen('p.txt', 'w').write(str(len(os.sched_getaffinity(0))))\n"
      const folder = await lab.makeWork({ 'p.py': program })
      return { run: await lab.run(folder, ['python3', 'p.py']), within: ['taskset', '-c', '0'] }
    },
    expected: { verdict: 'DIVERGED', kind: 'systematic', cause: 'threads' },
  },
  {
    name: 'another interpreter at the same path',
    needs: 'a second Python',
    plant: async (lab) => {
      const python = await lab.makeVirtualEnvironment('interpreter')
      const folder = await lab.makeWork({ 'i.py': "import sys\nopen('i.txt', 'w').write(sys.version)\n" })
      const run = await lab.run(folder, [python, 'i.py'])
      await rm(join(lab.place.folder, 'interpreter'), { recursive: true })
      await lab.makeVirtualEnvironment('interpreter', lab.otherPython)
      return { run, args: ['--offline'] }
    },
    // The one of the original is still on this machine, and an environment is made with it.
    expected: { verdict: 'BIT_IDENTICAL', kind: 'identical' },
  },
]
