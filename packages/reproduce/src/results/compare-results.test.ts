import { createHash } from 'node:crypto'
import { judge, settleOpen } from '@reprise/compare'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareResults } from './compare-results.ts'
import type { RunResults } from './read-results.ts'
import type { ResultFile } from './result-file.ts'

interface Left {
  readonly metrics: Readonly<Record<string, readonly number[]>>
  readonly params: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, Uint8Array>>
  readonly stdout: string
  readonly ending: string
}

function toFile(name: string, bytes: Uint8Array): ResultFile {
  return {
    kind: 'output',
    name,
    digest: () => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
    read: () => Promise.resolve(bytes),
    why: undefined,
  }
}

function toResults({ metrics, params, files, stdout, ending }: Left): RunResults {
  const printed = new TextEncoder().encode(stdout)
  return {
    metrics: new Map(Object.entries(metrics).map(([name, values]) => [name, values.map((value, step) => ({ step, value }))])),
    params: new Map(Object.entries(params)),
    files: new Map(Object.entries(files).map(([name, bytes]) => [`output ${name}`, toFile(name, bytes)])),
    stdout: {
      sha256: createHash('sha256').update(printed).digest('hex'),
      size: printed.length,
      text: () => Promise.resolve(printed),
    },
    ending,
    setting: { ids: ['0'.repeat(32)], name: 'a', root: '/work', during: { from: 1_750_000_000_000, to: 1_750_000_001_000 } },
  }
}

async function judgePair(a: Left, b: Left): Promise<string> {
  return judge({ items: settleOpen(await compareResults([toResults(a), toResults(b)]), []), controls: [] }).verdict
}

const value = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0))
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc.string().map((text) => new TextEncoder().encode(text)),
)
const fileName = fc.constantFrom('a.bin', 'b.json', 'c.csv', 'd.txt', 'e.npy', 'f.gz', 'g.png', 'h.safetensors', 'i')
const left: fc.Arbitrary<Left> = fc.record({
  metrics: fc.dictionary(fc.constantFrom('loss', 'acc', 'val/loss', 'time_series_loss'), fc.array(value, { minLength: 1, maxLength: 4 })),
  params: fc.dictionary(fc.constantFrom('lr', 'from', 'seed'), fc.string()),
  files: fc.dictionary(fileName, bytes),
  stdout: fc.string(),
  ending: fc.constantFrom('exit code 0', 'exit code 1', 'SIGKILL'),
})

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((byte, index) => byte === b[index])
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => Object.is(one, b[index]))
  return Object.is(a, b)
}

describe('a run and its repeat', () => {
  it('are never bit-identical where one metric, param, file or ending differs, or only one has it', async () => {
    const part = fc.constantFrom('metrics', 'params', 'files', 'ending')
    await fc.assert(
      fc.asyncProperty(left, left, part, async (a, other, from) => {
        const b = { ...a, [from]: other[from] }
        const [own, others] = [a[from], other[from]]
        const same =
          typeof own === 'string' || typeof others === 'string'
            ? own === others
            : Object.keys({ ...own, ...others }).every((name) =>
                isSame(new Map(Object.entries(own)).get(name), new Map(Object.entries(others)).get(name)),
              )
        if (!same) expect(await judgePair(a, b)).not.toBe('BIT_IDENTICAL')
      }),
      { numRuns: 500 },
    )
  })
  it('are bit-identical where everything is the same, and there is something', async () => {
    await fc.assert(
      fc.asyncProperty(left, async (a) => {
        const isEmpty = a.stdout === '' && [a.metrics, a.params, a.files].every((part) => Object.keys(part).length === 0)
        expect(await judgePair(a, a)).toBe(isEmpty ? 'CANNOT' : 'BIT_IDENTICAL')
      }),
      { numRuns: 200 },
    )
  })
  it('have what was printed for their result where there is nothing else', async () => {
    const empty: Left = { metrics: {}, params: {}, files: {}, stdout: 'loss 0.5\n', ending: 'exit code 0' }
    expect(await judgePair(empty, { ...empty, stdout: 'loss 0.6\n' })).toBe('DIVERGED')
    const stamp = { 'stamp.txt': new TextEncoder().encode('1750000000\n') }
    const later = { 'stamp.txt': new TextEncoder().encode('1750000001\n') }
    expect(await judgePair({ ...empty, files: stamp }, { ...empty, files: later })).toBe('WITHIN_TOLERANCE')
    expect(await judgePair({ ...empty, stdout: '', files: stamp }, { ...empty, stdout: '', files: later })).toBe('DIVERGED')
  })
  it('asks for a repeat where something else was printed, or a metric may be a result or a clock', async () => {
    const a: Left = { metrics: { loss: [1], survival_time: [132.5] }, params: {}, files: {}, stdout: 'acc 0.5\n', ending: 'exit code 0' }
    const b = { ...a, metrics: { ...a.metrics, survival_time: [150] }, stdout: 'acc 0.6\n' }
    const items = await compareResults([toResults(a), toResults(b)])
    expect(items.filter(({ isOpen }) => isOpen).map(({ name }) => name)).toEqual(['survival_time', 'stdout'])
  })
})
