import { describe, expect, test } from 'vitest'
import type { FilterNode } from './ast.ts'
import { printFilter } from './print-filter.ts'
import { parseRunFilter } from './search.ts'

describe('printFilter', () => {
  test.each<[filter: string, canonical: string]>([
    ['', ''],
    ["  attr.status='RUNNING'and parameter.\"lr\" like '0.%' AND", "status = 'RUNNING' AND params.lr LIKE '0.%'"],
    ['metrics.m>1E3 AND Created<=+5', 'metrics.m > 1000 AND start_time <= 5'],
    ['metrics.m = 1e21', 'metrics.m = 1e21'],
    ['metrics.m > 1e400', 'metrics.m > 1e999'],
    ['LAST(metric.m) IS NULL OR Max(metric.m) is not null', 'metrics.m IS NULL OR max(metrics.m) IS NOT NULL'],
    ["((tags.a='1') or not(tags.b='2'and (tags.c='3')))", "tags.a = '1' OR NOT (tags.b = '2' AND tags.c = '3')"],
    ["tags.a = '1' AND (tags.b = '2' AND tags.c = '3')", "tags.a = '1' AND (tags.b = '2' AND tags.c = '3')"],
    ['run_id not in(\'a\',"b",)', "run_id NOT IN ('a', 'b')"],
    ['params.val/loss = "x"', "params.`val/loss` = 'x'"],
    ["params.from = 'x'", "params.`from` = 'x'"],
    [`params.p = "it's"`, `params.p = "it's"`],
    [String.raw`params.p = 'C:\'`, String.raw`params.p = E'C:\\'`],
  ])('%s is %s', (filter, canonical) => {
    expect(printFilter(parseRunFilter(filter))).toBe(canonical)
  })

  test('a tree that no text means is refused', () => {
    const position = { offset: 0, length: 0 }
    const loss = { entity: 'metric', key: 'loss', aggregate: 'last' } as const
    const nan: FilterNode = { kind: 'comparison', field: loss, comparator: '=', value: Number.NaN, position }
    expect(() => printFilter(nan)).toThrow('No filter can say this tree')
    expect(() => printFilter({ kind: 'in', field: loss, negated: false, values: [], position })).toThrow('empty list')
    expect(() => printFilter({ kind: 'not', operand: { kind: 'and', operands: [], position }, position })).toThrow('AND of fewer than two')
    expect(() => printFilter({ kind: 'or', operands: [], position })).toThrow('OR of fewer than two')
  })
})
