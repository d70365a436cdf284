import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { killTree } from './kill-tree.ts'
import { measureTree } from './process-tree.ts'

describe.skipIf(process.platform !== 'linux')('a tree of processes', () => {
  it('is measured with all descendants, and killed with them', async () => {
    const shell = spawn('sh', ['-c', 'sh -c "sleep 60 & echo ready; wait" & wait'], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(shell.stdout, 'data')
    const use = measureTree(shell.pid ?? 0)
    expect(use?.processes).toHaveLength(3)
    expect(use?.memory).toBeGreaterThan(100_000)
    // The pipe closes when the last of them is gone.
    const closed = once(shell, 'close')
    killTree(shell.pid ?? 0)
    expect(await closed).toEqual([null, 'SIGKILL'])
  })

  it('that is gone is nothing', () => expect(measureTree(2 ** 22 + 1)).toBeUndefined())
})
