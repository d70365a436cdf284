import { chmod, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { Case } from '../case.ts'

const length = "open('out.txt', 'w').write(str(len(open('big.txt').read())))\n"
const tooLarge = { options: ['--keep-file-limit', '1000'] }

/** What can not be repeated, and is not guessed. */
export const cannotCases: readonly Case[] = [
  {
    name: 'changed data of which no copy was kept',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'l.py': length, 'big.txt': 'x'.repeat(5_000) })
      const run = await lab.run(folder, ['python3', 'l.py'], tooLarge)
      await writeFile(join(folder, 'big.txt'), 'y'.repeat(6_000))
      return { run }
    },
    expected: { verdict: 'CANNOT', kind: 'missing data', cause: 'data', subject: /big\.txt/ },
  },
  {
    name: 'deleted data of which no copy was kept',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 'l.py': length, 'big.txt': 'x'.repeat(5_000) })
      const run = await lab.run(folder, ['python3', 'l.py'], tooLarge)
      await rm(join(folder, 'big.txt'))
      return { run }
    },
    expected: { verdict: 'CANNOT', kind: 'missing data', cause: 'missing', subject: /big\.txt/ },
  },
  {
    name: 'a server that no longer answers',
    plant: async (lab) => {
      const server = createServer((_request, response) => response.end('42'))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0
      const program = `import urllib.request\nopen('a.txt', 'wb').write(urllib.request.urlopen('http://127.0.0.1:${port}').read())\n`
      const run = await lab.run(await lab.makeWork({ 'ask.py': program }), ['python3', 'ask.py'])
      await new Promise((resolve) => server.close(resolve))
      return { run }
    },
    expected: { verdict: 'CANNOT', kind: 'network', cause: 'network' },
  },
  {
    name: 'a secret that is not kept',
    plant: async (lab) => {
      const folder = await lab.makeWork({ 's.py': "import sys\nopen('s.txt', 'w').write(str(len(sys.argv[2])))\n" })
      return { run: await lab.run(folder, ['python3', 's.py', '--password', 'correct-horse-battery']) }
    },
    expected: { verdict: 'CANNOT', kind: 'missing secret', cause: 'missing' },
  },
  {
    name: 'a program outside of the work tree that is gone',
    plant: async (lab) => {
      const tool = join(lab.place.folder, 'tool')
      await writeFile(tool, '#!/bin/sh\necho 1 >one.txt\n')
      await chmod(tool, 0o755)
      const run = await lab.run(await lab.makeWork({}), [tool], { options: ['--keep-file-limit', '0'] })
      await rm(tool)
      return { run }
    },
    expected: { verdict: 'CANNOT', kind: 'missing program', cause: 'missing', subject: /tool/ },
  },
  {
    name: 'a cache elsewhere, which an earlier run left and which is stale by now',
    plant: async (lab) => {
      const cache = join(lab.place.folder, 'value.txt')
      const program = `import os
if not os.path.exists('${cache}'):
    open('${cache}', 'w').write('fresh')
open('out.txt', 'w').write(open('${cache}').read())
`
      const run = await lab.run(await lab.makeWork({ 'c.py': program }), ['python3', 'c.py'])
      await writeFile(cache, 'stale')
      return { run }
    },
    expected: { verdict: 'CANNOT', kind: 'cached result', cause: 'data', subject: /value\.txt/ },
  },
  {
    name: 'a command that was killed',
    plant: async (lab) => ({ run: await lab.run(await lab.makeWork({}), ['bash', '-c', 'echo 1 >one.txt; kill -9 $$']) }),
    expected: { verdict: 'CANNOT', kind: 'not finished' },
  },
  {
    name: 'a command that left nothing and said nothing',
    plant: async (lab) => ({ run: await lab.run(await lab.makeWork({}), ['true']) }),
    expected: { verdict: 'CANNOT', kind: 'nothing to judge' },
  },
]
