import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DataManifest } from '../data-manifest.ts'
import type { ManifestEntry, ManifestProblem } from '../entry.ts'
import { findPathProblem } from '../paths/find-path-problem.ts'
import { comparePaths, encodePath } from '../paths/path-text.ts'
import { readManifest } from '../read-manifest.ts'
import { computeRootId } from '../root-id.ts'
import { writeManifest } from '../write-manifest.ts'

let temporary: TemporaryFolder
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('formats')))
afterAll(() => temporary.remove())
const newFile = (): string => join(temporary.path, `manifest-${number++}`)

const pathText = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  )
  .map(encodePath)
  .filter((path) => findPathProblem(path) === undefined)
const digest = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString('hex'))
const mode = fc.nat(0o7777)
const entry: fc.Arbitrary<ManifestEntry> = fc.oneof(
  fc
    .record({
      type: fc.constant('file' as const),
      path: pathText,
      size: fc.maxSafeNat(),
      hashes: fc.record({ md5: digest(16), sha256: digest(32) }),
      modifiedAt: fc.nat(2_000_000_000_000).map((time) => time + 0.125),
      mode,
    })
    .map((file) => ({ ...file, isExecutable: (file.mode & 0o100) !== 0 })),
  fc.record({ type: fc.constant('link' as const), path: pathText, target: pathText }),
)
const problem: fc.Arbitrary<ManifestProblem> = fc.record({
  type: fc.constantFrom('unreadable', 'changed', 'special'),
  path: pathText,
  reason: fc.string(),
})
const byPath = (a: { path: string }, b: { path: string }): number => comparePaths(a.path, b.path)
const anyManifest = fc.uniqueArray(fc.oneof(entry, problem), { selector: ({ path }) => path, maxLength: 12 }).chain((lines) => {
  const isEntry = (line: ManifestEntry | ManifestProblem): line is ManifestEntry => line.type === 'file' || line.type === 'link'
  const entries = lines.filter(isEntry).toSorted(byPath)
  const problems = lines.flatMap((line) => (isEntry(line) ? [] : [line])).toSorted(byPath)
  return fc.record({
    format: fc.constantFrom('classic' as const, 'native' as const),
    generatedAt: fc.nat(2_000_000_000_000),
    dataPath: fc.string().map((text) => `/${text}`),
    hashAlgorithms: fc.constant(['md5', 'sha256'] as const),
    entries: fc.constant(entries),
    problems: fc.constant(problems),
    root: fc.constant(computeRootId(entries, problems)),
    includePatterns: fc.array(fc.string()),
    excludePatterns: fc.array(fc.string()),
    maxFiles: fc.option(fc.nat(), { nil: undefined }),
    metadata: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
    processingSeconds: fc.nat(1_000_000).map((millionths) => millionths / 1e6),
  })
})

describe('a manifest', () => {
  it('is read as it was written, in either format', async () => {
    await fc.assert(
      fc.asyncProperty(anyManifest, async (manifest: DataManifest) => {
        const file = newFile()
        writeManifest(manifest, file)
        // What JSON makes of the metadata: -0 is 0.
        expect(await readManifest(file)).toEqual({ ...manifest, metadata: JSON.parse(JSON.stringify(manifest.metadata)) as unknown })
      }),
      { numRuns: 150 },
    )
  })

  it('that is native is refused when anything in its lines is damaged', async () => {
    const file = newFile()
    const entries: ManifestEntry[] = ['a', 'b', 'c'].map((path) => ({
      type: 'file',
      path,
      size: 1,
      isExecutable: false,
      hashes: { sha256: 'ab'.repeat(32) },
      modifiedAt: undefined,
      mode: undefined,
    }))
    writeManifest({ ...empty, entries, root: computeRootId(entries, []) }, file)
    const bytes = readFileSync(file)
    const lines = bytes.indexOf('\n') + 1
    for (let at = lines; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(file, damaged)
      await expect(readManifest(file), `byte ${at}`).rejects.toThrow(/manifest-\d+/)
      writeFileSync(file, bytes.subarray(0, at))
      if (at < bytes.length - 1) await expect(readManifest(file), `cut at ${at}`).rejects.toThrow(/manifest-\d+/)
    }
  })
})

const empty: DataManifest = {
  format: 'native',
  generatedAt: 0,
  dataPath: '/data',
  hashAlgorithms: ['sha256'],
  entries: [],
  problems: [],
  root: computeRootId([], []),
  includePatterns: [],
  excludePatterns: [],
  maxFiles: undefined,
  metadata: {},
  processingSeconds: 0,
}
