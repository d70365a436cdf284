import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { type Collector, skipped } from '../collector.ts'

/** How fast this machine is at three plain things, one after the other on one thread, about 300 ms each: figures to compare machines by. */
export const benchmark: Collector = {
  items: ['benchmark'],
  limit: 10_000,
  collect: async ({ benchmark: isAsked }) => {
    if (!isAsked) return { items: { benchmark: skipped('It was not asked for: --benchmark.') } }
    const block = Buffer.alloc(1 << 20, 'reprise')
    const target = Buffer.alloc(block.length * 32)
    const hashed = await measure(() => void createHash('sha256').update(block).digest())
    const copied = await measure(() => {
      for (let at = 0; at < target.length; at += block.length) block.copy(target, at)
    })
    const multiplied = await measure(multiply)
    return {
      items: { benchmark: true },
      system: {
        benchmark: {
          version: 1,
          sha256_mb_per_second: round(hashed * (block.length / 1e6)),
          memory_copy_mb_per_second: round(copied * (target.length / 1e6)),
          float_multiply_add_millions_per_second: round((multiplied * SIZE ** 3) / 1e6),
        },
      },
    }
  },
}

const SPAN = 300
const SIZE = 96

/** How often in a second. Others get their turn in between. */
async function measure(work: () => void): Promise<number> {
  work()
  const start = performance.now()
  let times = 0
  while (performance.now() - start < SPAN) {
    work()
    if (++times % 8 === 0) await setImmediate()
  }
  return (times * 1_000) / (performance.now() - start)
}

/** One product of two matrices. */
function multiply(): Float64Array {
  const a = new Float64Array(SIZE * SIZE).fill(1.000_1)
  const result = new Float64Array(SIZE * SIZE)
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      let sum = 0
      for (let at = 0; at < SIZE; at++) sum += (a[row * SIZE + at] ?? 0) * (a[at * SIZE + column] ?? 0)
      result[row * SIZE + column] = sum
    }
  }
  return result
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
