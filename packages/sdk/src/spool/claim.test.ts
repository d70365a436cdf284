import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { claimSpool } from './claim.ts'

const writer = 'cd'.repeat(16)

function leaveClaim(folder: string, holder: { pid: number; host?: string; token?: string }, ageMinutes = 0): string {
  const path = join(folder, `${writer}.claim-1`)
  writeFileSync(path, JSON.stringify({ host: hostname(), token: 'other', ...holder }))
  const time = new Date(Date.now() - ageMinutes * 60_000)
  utimesSync(path, time, time)
  return path
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid!
}

describe('a claim', () => {
  it('is given to one, and to another after it was released', () => {
    using folder = temporaryFolder()
    const first = claimSpool(folder.path, writer)
    expect(first).toBeDefined()
    expect(claimSpool(folder.path, writer)).toBeUndefined()
    first?.release(false)
    const second = claimSpool(folder.path, writer)
    expect(second).toBeDefined()
    expect(claimSpool(folder.path, writer)).toBeUndefined()
    second?.release(true)
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('is held by a living process of this machine', () => {
    using folder = temporaryFolder()
    leaveClaim(folder.path, { pid: process.ppid })
    expect(claimSpool(folder.path, writer)).toBeUndefined()
  })

  it('is taken over from a process that died', async () => {
    using folder = temporaryFolder()
    leaveClaim(folder.path, { pid: await deadProcess() })
    const claim = claimSpool(folder.path, writer)
    expect(claim).toBeDefined()
    expect(readdirSync(folder.path)).toEqual([`${writer}.claim-2`])
    claim?.release(true)
  })

  it('is taken over from an earlier process with the id of this one, as in containers', () => {
    using folder = temporaryFolder()
    leaveClaim(folder.path, { pid: process.pid })
    expect(claimSpool(folder.path, writer)).toBeDefined()
  })

  it('of another machine is held while it is renewed, and taken over when it is not', () => {
    using folder = temporaryFolder()
    leaveClaim(folder.path, { pid: 1, host: 'elsewhere' }, 9)
    expect(claimSpool(folder.path, writer)).toBeUndefined()
    leaveClaim(folder.path, { pid: 1, host: 'elsewhere' }, 11)
    expect(claimSpool(folder.path, writer)).toBeDefined()
  })

  it('that is not written to its end yet is held', () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, `${writer}.claim-1`), '')
    expect(claimSpool(folder.path, writer)).toBeUndefined()
  })

  it('does not overwrite the claim of whoever took it over meanwhile', () => {
    using folder = temporaryFolder()
    const slow = claimSpool(folder.path, writer)
    const old = new Date(Date.now() - 11 * 60_000)
    utimesSync(join(folder.path, `${writer}.claim-1`), old, old)
    const quick = claimSpool(folder.path, writer)
    expect(quick).toBeDefined()
    slow?.release(false)
    expect(readdirSync(folder.path)).toEqual([`${writer}.claim-2`])
    expect(readFileSync(join(folder.path, `${writer}.claim-2`), 'utf8')).toContain('"pid"')
    quick?.release(true)
  })
})
