import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { explanationOutcomes } from './explanation.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'reference', 'verdicts.md'), 'utf8')

it('docs/reference/verdicts.md has every outcome, in order', () => {
  const [, table = ''] = /^\| `explanation\.outcome` \|.*\n\|[ -|]*\n((?:\|.*\n)+)/m.exec(page) ?? []
  expect(table.split('\n').flatMap((line) => /^\| `(\w+)`/.exec(line)?.[1] ?? [])).toEqual([...explanationOutcomes])
})
