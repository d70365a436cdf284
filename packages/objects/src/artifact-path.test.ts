import { describe, expect, it } from 'vitest'
import { assertArtifactPath } from './artifact-path.ts'

describe('assertArtifactPath', () => {
  it.each(['a', 'a/b.txt', '1/run/artifacts/with blank/ü%.txt', '...', '.hidden', 'a..b', '100%'])('accepts %j', (path) => {
    expect(() => assertArtifactPath(path)).not.toThrow()
  })
  it.each([
    '',
    '/',
    '/abs',
    'a//b',
    'a/',
    '..',
    '../x',
    'a/../b',
    'a/./b',
    '%2e%2e/x',
    '%252e%252e/x',
    '%2Fetc',
    'C:/x',
    'a\\..\\b',
    'a\u0000b',
    'a\nb',
    'x'.repeat(256),
  ])('refuses %j', (path) => {
    expect(() => assertArtifactPath(path)).toThrow('Invalid path')
  })
})
