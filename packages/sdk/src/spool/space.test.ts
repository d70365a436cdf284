import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { createSpoolSpace } from './space.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the space of a spool', () => {
  it('is what the limit leaves beside all files that are there, those in folders included', () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'a'), new Uint8Array(300))
    mkdirSync(join(folder.path, 'b'))
    writeFileSync(join(folder.path, 'b', 'c'), new Uint8Array(200))
    const space = createSpoolSpace(folder.path, 1_000)
    expect(space.hasRoomFor(500)).toBe(true)
    expect(space.hasRoomFor(501)).toBe(false)
    space.take(400)
    expect(() => space.take(101)).toThrow(`${folder.path} holds as much as a spool may, 1000 bytes`)
    space.take(100)
    space.give(50)
    expect(space.hasRoomFor(50)).toBe(true)
    expect(space.hasRoomFor(51)).toBe(false)
  })

  it('is found again, soon, when another process made some', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'theirs')
    writeFileSync(path, new Uint8Array(1_000))
    const space = createSpoolSpace(folder.path, 1_000)
    expect(space.hasRoomFor(1)).toBe(false)
    rmSync(path)
    vi.advanceTimersByTime(1_000)
    expect(space.hasRoomFor(1_000)).toBe(true)
  })

  it('is without end when the limit is', () => {
    using folder = temporaryFolder()
    const space = createSpoolSpace(join(folder.path, 'not there'), Infinity)
    space.take(Number.MAX_SAFE_INTEGER)
    expect(space.hasRoomFor(1)).toBe(true)
  })
})
