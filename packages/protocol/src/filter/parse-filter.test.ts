import { describe, expect, test } from 'vitest'
import { RepriseError } from '../errors.ts'
import { filterLimits } from './filter-limits.ts'
import { formatPlainly } from './testing/format-plainly.ts'
import { parseExperimentFilter, parseRunFilter, parseRunOrderBy } from './search.ts'

describe('what filters can say beyond MLflow', () => {
  test.each<[filter: string, same: string]>([
    ["tags.a = '1' OR tags.b = '2' AND tags.c = '3'", "tags.a = '1' OR (tags.b = '2' AND tags.c = '3')"],
    ["NOT tags.a = '1' AND tags.b = '2'", "(NOT tags.a = '1') AND tags.b = '2'"],
    ["NOT tags.a = '1' OR tags.b = '2'", "(NOT tags.a = '1') OR tags.b = '2'"],
    ["((tags.a = '1'))", "tags.a = '1'"],
    ["tags.a = '1' or tags.b = '2' Or not tags.c = '3'", "tags.a = '1' OR tags.b = '2' OR NOT tags.c = '3'"],
    ["tags.a='1'OR(tags.b='2')", "tags.a = '1' OR tags.b = '2'"],
    ['MIN(metrics.x) > 1', 'min(metrics.x) > 1'],
    ['last(metrics.x) > 1', 'metrics.x > 1'],
    ['metrics.`val/loss` < 1', 'metrics.val/loss < 1'],
    ["tags.`a:b-c` = 'x'", "tags.a:b-c = 'x'"],
    ["`tags.a` = 'x'", "tags.a = 'x'"],
    ['"tags.a" = \'x\'', "tags.a = 'x'"],
    ["tags.a.`b c`.d = 'x'", "tags.`a.b c.d` = 'x'"],
    ['metrics.m > +1e+3', 'metrics.m > 1000'],
    ["verdict = 'DIVERGED'", "tags.`reprise.verdict` = 'DIVERGED'"],
    ["attributes.verdict != 'CANNOT' AND attr.verdict LIKE 'D%'", "tags.reprise.verdict != 'CANNOT' AND tags.reprise.verdict LIKE 'D%'"],
    [
      "verdict IN ('DIVERGED', 'CANNOT') OR run.verdict IS NULL",
      "tags.reprise.verdict IN ('DIVERGED', 'CANNOT') OR tags.reprise.verdict IS NULL",
    ],
    ['   ', ''],
  ])('%s means %s', (filter, same) => {
    expect(formatPlainly(parseRunFilter(filter))).toBe(formatPlainly(parseRunFilter(same)))
  })

  test('the grouping of parentheses is kept', () => {
    expect(parseRunFilter("(tags.a = '1' OR tags.b = '2') AND NOT (status = 'FAILED' AND user_id = 'x')")).toMatchObject({
      kind: 'and',
      operands: [
        { kind: 'or', operands: [{ field: { key: 'a' } }, { field: { key: 'b' } }] },
        { kind: 'not', operand: { kind: 'and', operands: [{ field: { key: 'status' } }, { field: { key: 'user_id' } }] } },
      ],
    })
  })

  test.each(['status', 'run_id', 'params.p', 'tags.t', 'dataset.name'])('lists work on text: %s', (field) => {
    expect(parseRunFilter(`${field} NOT IN ('a', 'b')`)).toMatchObject({ kind: 'in', negated: true, values: ['a', 'b'] })
  })

  test('lists of numbers work on metrics and times', () => {
    expect(parseRunFilter('max(metrics.m) IN (1, 2.5)')).toMatchObject({ kind: 'in', values: [1, 2.5] })
    expect(parseRunFilter('end_time IN (1)')).toMatchObject({ kind: 'in', values: [1] })
    expect(() => parseRunFilter("metrics.m IN (1, 'a')")).toThrow("Expected numeric value type for metric. Found 'a'")
  })

  test.each(['metrics.m', 'first(metrics.m)', 'end_time', 'status', 'dataset.name', 'params.p'])('null tests work on %s', (field) => {
    expect(parseRunFilter(`${field} IS NULL`)).toMatchObject({ kind: 'null', negated: false })
    expect(parseRunFilter(`${field} is  not\nnull`)).toMatchObject({ kind: 'null', negated: true })
  })

  test('metrics carry the point they compare by, other fields do not', () => {
    expect(parseRunFilter('first(metrics.m) > 1')).toMatchObject({ field: { entity: 'metric', key: 'm', aggregate: 'first' } })
    expect(parseRunFilter('metrics.m > 1')).toMatchObject({ field: { aggregate: 'last' } })
    expect(parseRunFilter("params.m = '1'")).toMatchObject({ field: { entity: 'param', key: 'm' } })
    expect(() => parseRunFilter("max(params.m) = '1'")).toThrow("'max' applies to metrics, not to parameter 'm'")
    expect(() => parseRunFilter('avg(metrics.m) = 1')).toThrow("Expected 'Identifier' found 'avg'")
    expect(parseRunOrderBy(['max(metrics.m) DESC', 'metrics.m'])).toMatchObject([
      { field: { aggregate: 'max' } },
      { field: { aggregate: 'last' } },
    ])
  })

  test('a verdict has an order, as the tag it is', () => {
    expect(parseRunOrderBy(['attributes.verdict DESC'])).toEqual(parseRunOrderBy(['tags.reprise.verdict DESC']))
    expect(() => parseRunOrderBy(['verdict', 'tags.reprise.verdict'])).toThrow('duplicate fields')
    expect(() => parseRunFilter('verdict = 1')).toThrow('Expected a quoted string value')
    expect(() => parseRunFilter("verdict > 'a'")).toThrow("Invalid comparator '>'")
    expect(() => parseRunFilter("verdicts = 'a'")).toThrow("'verdict'")
  })

  test('E-texts write what plain texts cannot', () => {
    expect(parseRunFilter(String.raw`params.p = E'it\'s "C:\\"'`)).toMatchObject({ value: String.raw`it's "C:\"` })
    expect(parseRunFilter(String.raw`params.E'a\'b' = 'x'`)).toMatchObject({ field: { key: "a'b" } })
  })
})

describe('numbers', () => {
  test('times are exact beyond 2^53', () => {
    expect(parseRunFilter('start_time = 9007199254740993')).toMatchObject({ value: 9007199254740993n })
    expect(parseRunFilter('start_time = -9223372036854775808')).toMatchObject({ value: -(2n ** 63n) })
    expect(parseRunFilter('start_time = 1700000000000')).toMatchObject({ value: 1700000000000 })
    expect(parseRunFilter('start_time = 9e18')).toMatchObject({ value: 9_000_000_000_000_000_000n })
    expect(parseRunFilter('start_time = 1.5')).toMatchObject({ value: 1.5 })
  })

  test.each(['9223372036854775808', '1e19', '1e999', '99999999999999999999999999'])('a time of %s is refused', (time) => {
    expect(() => parseRunFilter(`start_time > ${time}`)).toThrow('outside the range of 64-bit integers')
  })

  test('metrics are doubles, infinite when the literal is', () => {
    expect(parseRunFilter('metrics.m = 9007199254740993')).toMatchObject({ value: 9007199254740992 })
    expect(parseRunFilter('metrics.m < -1e999')).toMatchObject({ value: -Infinity })
    expect(parseRunFilter('metrics.m = -0')).toMatchObject({ value: 0 })
  })
})

describe('positions', () => {
  test('every node knows where it was written', () => {
    const text = "NOT (metrics.m > 1 AND params.`a b` IN ('x')) OR status IS NULL"
    const tree = parseRunFilter(text)
    const pieces: string[] = []
    JSON.stringify(tree, (name, value) => {
      if (name === 'position') pieces.push(text.slice(value.offset, value.offset + value.length))
      return value
    })
    expect(pieces.toSorted()).toEqual(
      [
        text,
        "NOT (metrics.m > 1 AND params.`a b` IN ('x'))",
        "(metrics.m > 1 AND params.`a b` IN ('x'))",
        'metrics.m > 1',
        "params.`a b` IN ('x')",
        'status IS NULL',
      ].toSorted(),
    )
  })
})

describe('mistakes', () => {
  test('are shown with a caret and a hint', () => {
    const error = refusal(() => parseRunFilter("metrics.acc >> 3 AND params.p = 'x'"))
    expect(error.code).toBe('INVALID_PARAMETER_VALUE')
    expect(error.message).toBe(
      [
        "Invalid comparator '>>' not one of '{'=', '!=', '>', '>=', '<', '<=', 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL'}'",
        "  metrics.acc >> 3 AND params.p = 'x'",
        '              ^ at character 13',
      ].join('\n'),
    )
  })

  test.each<[filter: string, character: number, hint: string]>([
    ['params.lr > 0.01', 13, "param 'lr' holds text and takes =, !=, LIKE, ILIKE, IN, NOT IN, IS NULL, IS NOT NULL."],
    ["loss = 'x'", 1, 'What was logged needs its prefix: metrics.KEY, params.KEY, tags.KEY.'],
    ["params.p = 'x' AND (tags.a = 'y'", 20, 'The parenthesis that starts here is never closed.'],
    ["params.p = 'x' AND tags.a = 'y", 29, 'The quote that starts here is never closed.'],
    ["params.p IN ('x'", 17, 'The list is never closed.'],
    ["params.p = 'x')", 15, 'Conditions are joined by AND or OR.'],
    ["params.p = 'x' AND )", 20, 'A field is missing here.'],
    ["params.p = 'x' OR", 18, 'A field is missing here.'],
    ["params.p NOT LIKE 'x'", 10, 'Write NOT before the condition: NOT field LIKE value.'],
    ['metrics.m == 1', 11, 'Equality is =.'],
    ['metrics.m <> 1', 11, 'Inequality is !=.'],
    ['metrics.m BETWEEN 1 AND 2', 11, 'Write a range as two conditions: field >= 1 AND field <= 2.'],
    ["run_id = ('a')", 10, 'To compare with a list, use IN.'],
    ["tags. = 'x'", 6, "A key is missing after 'tags.'; put keys with special characters in backticks."],
    ["params.p = 'x' # really", 16, 'This character has no meaning outside quotes.'],
    ["params.日本 == 'x'", 11, 'Equality is =.'],
    ["params.`👩‍🔬` == 'x'", 14, 'Equality is =.'],
  ])('%s: character %i', (filter, character, hint) => {
    const error = refusal(() => parseRunFilter(filter))
    expect(error.message).toMatch(new RegExp(`\\^ at character ${character}$`))
    expect(error.hint).toBe(hint)
  })

  test('an implied AND does not reach beyond MLflow: NOT, OR and parentheses need a joint', () => {
    expect(() => parseRunFilter("tags.a = '1' NOT tags.b = '2'")).toThrow("Invalid clause(s) in filter string: 'NOT'")
    expect(() => parseRunFilter("tags.a = '1' (tags.b = '2')")).toThrow("Invalid clause(s) in filter string: '('")
    expect(() => parseRunFilter("(tags.a = '1' AND) AND tags.b = '2'")).toThrow("Invalid clause(s) in filter string: ')'")
  })

  test('empty keys and NUL are refused', () => {
    expect(() => parseRunFilter("`tags.` = 'x'")).toThrow("Invalid tag key '' specified.")
    expect(() => parseRunFilter("tags.`` = 'x'")).toThrow('Invalid clause(s)')
    expect(() => parseRunFilter("tags.a = '\0'")).toThrow('holds the character NUL')
  })
})

describe('limits', () => {
  test('on length', () => {
    expect(() => parseRunFilter(' '.repeat(filterLimits.length + 1))).toThrow('at most 100000 are read')
    expect(() => parseRunOrderBy(['metrics.'.padEnd(filterLimits.orderByLength + 1, 'm')])).toThrow('at most 1000 are read')
    expect(() => parseRunOrderBy(Array.from({ length: filterLimits.orderByItems + 1 }, (_, at) => `metrics.m${at}`))).toThrow('at most 50')
  })

  test('on nesting, of parentheses and of NOT', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}status = 'x'${')'.repeat(depth)}`
    expect(parseRunFilter(nested(filterLimits.nesting))).toMatchObject({ kind: 'comparison' })
    expect(() => parseRunFilter(nested(filterLimits.nesting + 1))).toThrow('nests deeper than 100 levels')
    expect(() => parseRunFilter(`${'NOT '.repeat(101)}status = 'x'`)).toThrow('nests deeper than 100 levels')
  })

  test('on conditions, but not on values in lists', () => {
    const clauses = (count: number) => Array.from({ length: count }, () => "status = 'x'").join(' OR ')
    expect(parseRunFilter(clauses(filterLimits.clauses))).toMatchObject({ kind: 'or' })
    expect(() => parseRunFilter(clauses(filterLimits.clauses + 1))).toThrow('more than 500 conditions')
    expect(parseRunFilter(`run_id IN (${"'r',".repeat(20_000)})`)).toMatchObject({ kind: 'in' })
  })

  test.each<[what: string, text: string]>([
    ['opening parentheses', '('.repeat(100_000)],
    ['NOTs', 'NOT '.repeat(25_000)],
    ['ANDs', 'AND '.repeat(25_000)],
    ['quotes', `params.p = ${"'".repeat(99_989)}`],
    ['escaped quotes', `params.p = '${"\\'".repeat(49_990)}`],
    ['quotes of both kinds', `'"`.repeat(50_000)],
    ['backticks', '`'.repeat(99_999)],
    ['digits with a letter', `metrics.m > ${'1'.repeat(99_000)}x`],
    ['digits', `start_time > ${'1'.repeat(99_000)}`],
    ['operators', `metrics.m ${'>'.repeat(99_000)} 1`],
    ['dots', '.'.repeat(100_000)],
    ['commas in a list', `run_id IN (${','.repeat(99_000)})`],
    ['an unclosed list', `run_id IN (${"'a',".repeat(24_000)}`],
    ['wrong values in a list', `run_id IN (${'1,'.repeat(49_000)})`],
    ['an unknown key', `${'k'.repeat(99_000)} = 'x'`],
    ['spaces', `metrics.m${' '.repeat(99_000)}>`],
  ])('100,000 characters of %s are answered, briefly', (_, text) => {
    for (const parse of [parseRunFilter, parseExperimentFilter]) expect(answerOf(() => parse(text)).length).toBeLessThan(3_000)
  })
})

function refusal(parse: () => unknown): RepriseError {
  try {
    parse()
  } catch (error) {
    if (error instanceof RepriseError) return error
    throw error
  }
  throw new Error('was accepted')
}

function answerOf(parse: () => unknown): string {
  try {
    parse()
    return 'accepted'
  } catch (error) {
    if (error instanceof RepriseError) return error.message
    throw error
  }
}
