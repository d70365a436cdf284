import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { expect, it } from 'vitest'
import { reprise } from '../e2e/reprise.ts'

/** Has the folder for longer than a recorder waits for it. */
const hold = (lock: string): string => `import sqlite3, time
lock = sqlite3.connect('${lock}', isolation_level=None, timeout=60)
lock.execute('begin immediate')
time.sleep(20)
`

it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
  'a repeat whose folder another process has meanwhile is waited for',
  async () => {
    await using folder = await createTemporaryFolder('reproduce-folder')
    const work = join(folder.path, 'work')
    mkdirSync(work)
    const holder = join(folder.path, 'hold.py')
    writeFileSync(holder, hold(join(folder.path, 'runs', 'reprise.db-lock')))
    const program = `import os, subprocess, sys
if not os.getcwd().endswith('work'):
    quiet = subprocess.DEVNULL
    subprocess.Popen([sys.executable, '-S', '${holder}'], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
open('out.txt', 'w').write('1')
`
    writeFileSync(join(work, 'p.py'), program)
    const env = { REPRISE_SPOOL: join(folder.path, 'spool'), REPRISE_CACHE: join(folder.path, 'cache') }
    const made = await reprise(['run', '--print-id', '--tracking-uri', '../runs', '--', 'python3', 'p.py'], { cwd: work, env })
    const id = made.stdout.trim()
    const { stdout, stderr, code } = await reprise(['reproduce', id, '--json', '--tracking-uri', './runs'], { cwd: folder.path, env })
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'BIT_IDENTICAL' })
  },
)
