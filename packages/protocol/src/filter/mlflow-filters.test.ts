import { describe, expect, test } from 'vitest'
import { parseExperimentFilter, parseRunFilter } from './search.ts'
import { describeAll, firstLineOf } from './testing/describe-parsed.ts'

// What MLflow 3.17.2 makes of each text, recorded from its SearchUtils and SearchExperimentsUtils.

describe('filters of runs that MLflow accepts', () => {
  test.each<[filter: string, clauses: string[]]>([
    ['', []],
    ['metrics.m > 3', ['metric m > 3']],
    ['metrics.m>=3', ['metric m >= 3']],
    ['metrics.m=-3', ['metric m = -3']],
    ['metrics.m > 1e-3', ['metric m > 0.001']],
    ['metrics.m > 1E3', ['metric m > 1000']],
    ['metrics.m > -.5', ['metric m > -0.5']],
    ['metrics.m > 5.', ['metric m > 5']],
    ['metrics.m = 007', ['metric m = 7']],
    ['metrics.m > 1e400', ['metric m > Infinity']],
    ['metric.a.b.c != 1', ['metric a.b.c != 1']],
    ["params.p = 'x'", ['param p = x']],
    ['params.p = "x"', ['param p = x']],
    ["param.p = 'x'", ['param p = x']],
    ["parameter.p = 'x'", ['param p = x']],
    ["parameters.p = 'x'", ['param p = x']],
    ["params.p = ''", ['param p = ']],
    ["params.p LIKE '%x%'", ['param p LIKE %x%']],
    ["params.p like '%x%'", ['param p LIKE %x%']],
    ["params.p Ilike'%x%'", ['param p ILIKE %x%']],
    ['params.p IS NULL', ['param p IS NULL']],
    ['params.p is not null', ['param p IS NOT NULL']],
    ['tags.t IS NULL AND tags.u IS NOT NULL', ['tag t IS NULL', 'tag u IS NOT NULL']],
    ["params.p\n=\t'a\nb'", ['param p = a\nb']],
    ["tags.mlflow.user = 'bob'", ['tag mlflow.user = bob']],
    ["tag.`a b` = 'x'", ['tag a b = x']],
    ["tags.'a b' = 'x'", ['tag a b = x']],
    ['tags."a.b" = "x"', ['tag a.b = x']],
    ["tags.`a/b` = 'x'", ['tag a/b = x']],
    ["params.`it's` = 'x'", ["param it's = x"]],
    ["tags.1a = 'x'", ['tag 1a = x']],
    ["tags._a = 'x'", ['tag _a = x']],
    ["tags.日本 = 'x'", ['tag 日本 = x']],
    ["tags..a = 'x'", ['tag .a = x']],
    ["tags.a. = 'x'", ['tag a. = x']],
    ["`tags`.`a` = 'x'", ['tag a = x']],
    ['metrics.timestamp = 1', ['metric timestamp = 1']],
    ["params.and = 'x'", ['param and = x']],
    ["params.not = 'x'", ['param not = x']],
    ["tags.a.like = 'x'", ['tag a.like = x']],
    ["status = 'FINISHED'", ['attribute status = FINISHED']],
    ["status = 'finished'", ['attribute status = finished']],
    ['"status" != \'x\'', ['attribute status != x']],
    ["attr.status = 'x'", ['attribute status = x']],
    ["attribute.user_id = 'x'", ['attribute user_id = x']],
    ["attributes.`run_name` ILIKE 'x'", ['attribute run_name ILIKE x']],
    ["run.artifact_uri LIKE '%x'", ['attribute artifact_uri LIKE %x']],
    ["run_id IN ('a')", ['attribute run_id IN a']],
    ['attributes.run_id NOT IN (\'a\', "b")', ['attribute run_id NOT IN a|b']],
    ["run_id not  in('a',)", ['attribute run_id NOT IN a']],
    ['start_time > 1700000000000', ['attribute start_time > 1700000000000']],
    ['start_time > 1.5', ['attribute start_time > 1.5']],
    ['start_time > 1e12', ['attribute start_time > 1000000000000']],
    ['start_time < 9223372036854775807', ['attribute start_time < 9223372036854775807']],
    ['`start_time` >= 5', ['attribute start_time >= 5']],
    ['end_time != 3', ['attribute end_time != 3']],
    ["dataset.name = 'x'", ['dataset name = x']],
    ["datasets.digest LIKE 'x'", ['dataset digest LIKE x']],
    ["dataset.context IN ('train', 'test')", ['dataset context IN train|test']],
    ["params.p = 'a' and params.q = 'b' aNd status='X'", ['param p = a', 'param q = b', 'attribute status = X']],
    ["params.p = 'a'AND params.q = 'b'", ['param p = a', 'param q = b']],
  ])('%s', (filter, clauses) => {
    expect(describeAll(parseRunFilter(filter))).toEqual(clauses)
  })

  test.each<[filter: string, clauses: string[]]>([
    ['created > 3', ['attribute start_time > 3']],
    ['attributes.Created > 3', ['attribute start_time > 3']],
    ["`run name` = 'x'", ['attribute run_name = x']],
    ['"Run name" = \'x\'', ['attribute run_name = x']],
    ["attributes.`Run Name` = 'x'", ['attribute run_name = x']],
  ])('an alias stands for its attribute: %s', (filter, clauses) => {
    expect(describeAll(parseRunFilter(filter))).toEqual(clauses)
  })

  test.each<[filter: string, clauses: string[]]>([
    ['metrics.m = 3 AND', ['metric m = 3']],
    ['AND metrics.m = 3', ['metric m = 3']],
    ['AND', []],
    ['metrics.m = 3 AND AND metrics.k = 4', ['metric m = 3', 'metric k = 4']],
    ['metrics.m = 3 metrics.k = 4', ['metric m = 3', 'metric k = 4']],
    ["params.p = 'a'params.q = 'b'", ['param p = a', 'param q = b']],
  ])('an AND too many or too few does not matter: %s', (filter, clauses) => {
    expect(describeAll(parseRunFilter(filter))).toEqual(clauses)
  })

  test.each<[literal: string, value: string]>([
    [`'it''s'`, `it''s`],
    [`"it's"`, `it's`],
    [`"a""b"`, `a""b`],
    [String.raw`'a\'b'`, String.raw`a\'b`],
    [String.raw`'a\\b'`, String.raw`a\\b`],
    [String.raw`'C:\'`, 'C:\\'],
    [`''''`, `''`],
    [`'a'''`, `a''`],
  ])('nothing in a text is unescaped: %s', (literal, value) => {
    expect(parseRunFilter(`params.p = ${literal}`)).toMatchObject({ value })
  })
})

describe('filters of runs that MLflow refuses', () => {
  test.each<[filter: string, message: string]>([
    ['metrics.acc >> 3', "Invalid comparator '>>' not one of '{"],
    ['metrics.m == 3', "Invalid comparator '==' not one of '{"],
    ['metrics.m LIKE 3', "Invalid comparator 'LIKE' not one of '{"],
    ["params.p > '3'", "Invalid comparator '>' not one of '{"],
    ["params.p RLIKE 'x'", "Invalid comparator 'RLIKE' not one of '{"],
    ["params.p not like 'x'", "Invalid comparator 'NOT LIKE' not one of '{"],
    ["status > 'x'", "Invalid comparator '>' not one of '{"],
    ["dataset.name > 'x'", "Invalid comparator '>' not one of '{"],
    ["metrics.m > 'x'", "Expected numeric value type for metric. Found 'x'"],
    ["metrics.m LIKE 'x'", "Expected numeric value type for metric. Found 'x'"],
    ['metrics.m > inf', 'Expected numeric value type for metric. Found inf'],
    ['metrics.m > 1_000', 'Expected numeric value type for metric. Found 1_000'],
    ['metrics.m > metrics.k', 'Expected numeric value type for metric. Found metrics.k'],
    ["start_time = '3'", "Expected numeric value type for numeric attribute: start_time. Found '3'"],
    ['params.p = 1', "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1"],
    ['params.p = NULL', "Expected a quoted string value for parameter (e.g. 'my-value'). Got value NULL"],
    ["params.p = ('a','b')", "Expected a quoted string value for parameter (e.g. 'my-value'). Got value ('a','b')"],
    ['tags.t = 1', "Expected a quoted string value for tag (e.g. 'my-value'). Got value 1"],
    ['status = 1', 'Expected a quoted string value for attributes. Got value 1'],
    ['dataset.name = 3', 'Expected a quoted string value for dataset attributes. Got value 3'],
    [
      'params.p = x',
      'Parameter value is either not quoted or unidentified quote types used for string value x. Use either single or double quotes.',
    ],
    [
      'status = `x`',
      'Parameter value is either not quoted or unidentified quote types used for string value `x`. Use either single or double quotes.',
    ],
    ["foo.a = 'x'", "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"],
    ["TAGS.a = 'x'", "Invalid entity type 'TAGS'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"],
    ["bogus = 'x'", "Invalid attribute key 'bogus' specified. Valid keys are '{"],
    ["Status = 'x'", "Invalid attribute key 'Status' specified. Valid keys are '{"],
    ["attributes.lifecycle_stage = 'active'", "Invalid attribute key 'lifecycle_stage' specified. Valid keys are '{"],
    ["experiment_id = '1'", "Invalid attribute key 'experiment_id' specified. Valid keys are '{"],
    ["constructor = '1'", "Invalid attribute key 'constructor' specified. Valid keys are '{"],
    ["dataset.bogus = 'x'", "Invalid dataset key 'bogus' specified. Valid keys are '{"],
    ['run_id IN ()', 'While parsing a list in the query, expected a non-empty list of string values, but got empty list'],
    ["run_id IN ('a',,'b')", 'While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list.'],
    [
      'run_id IN (1,2)',
      'While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: (1, 2)',
    ],
    ["run_id IN 'a'", "Invalid clause(s) in filter string: 'run_id', 'IN', ''a''"],
    ['3 = metrics.m', "Invalid comparison clause. Expected 'Identifier' found '3'"],
    ["'x' = params.p", "Invalid comparison clause. Expected 'Identifier' found ''x''"],
    ['metrics.m', "Invalid clause(s) in filter string: 'metrics.m'"],
    ['metrics.m =', "Invalid clause(s) in filter string: 'metrics.m', '='"],
    ['metrics.m 3', "Invalid clause(s) in filter string: 'metrics.m', '3'"],
    ['metrics.m BETWEEN 1 AND 2', "Invalid clause(s) in filter string: 'metrics.m', 'BETWEEN'"],
    ["params.p IS 'x'", "Invalid clause(s) in filter string: 'params.p', 'IS', ''x''"],
    ['metrics.m = 3 LIMIT 5', "Invalid clause(s) in filter string: 'LIMIT', '5'"],
    ['metrics.m = 5 5', "Invalid clause(s) in filter string: '5'"],
    ["params.p = 'x' OR", "Invalid clause(s) in filter string: 'OR'"],
    ["params.p = 'unterminated", 'Invalid clause(s) in filter string: '],
    ['metrics.m = 3;', "Invalid clause(s) in filter string: ';'"],
    [
      'metrics.m = 3; metrics.m = 4',
      "Search filter contained multiple expression 'metrics.m = 3; metrics.m = 4'. Provide AND-ed expression list.",
    ],
  ])('%s', (filter, message) => {
    expect(firstLineOf(() => parseRunFilter(filter)).slice(0, message.length)).toBe(message)
  })
})

describe('filters of experiments', () => {
  test.each<[filter: string, clauses: string[]]>([
    ["name = 'x'", ['attribute name = x']],
    ["attribute.name LIKE 'x%'", ['attribute name LIKE x%']],
    ['creation_time > 3 AND last_update_time <= 4', ['attribute creation_time > 3', 'attribute last_update_time <= 4']],
    ["tag.a = 'x' AND tags.`a b` ILIKE 'y'", ['tag a = x', 'tag a b ILIKE y']],
    ['tags.a IS NULL', ['tag a IS NULL']],
    ["experiment_id IN ('1', '2')", ['attribute experiment_id IN 1|2']],
  ])('MLflow accepts %s', (filter, clauses) => {
    expect(describeAll(parseExperimentFilter(filter))).toEqual(clauses)
  })

  test.each<[filter: string, message: string]>([
    ["params.p = 'x'", "Invalid entity type 'params'. Valid entity types are ('attribute', 'tag', 'tags')"],
    ["attributes.name = 'x'", "Invalid entity type 'attributes'. Valid entity types are ('attribute', 'tag', 'tags')"],
    ["foo = 'x'", "Invalid attribute key 'foo' specified. Valid keys are '{"],
    ["status = 'x'", "Invalid attribute key 'status' specified. Valid keys are '{"],
    ["name > 'x'", "Invalid comparator '>' not one of '{"],
    ['creation_time LIKE 3', "Invalid comparator 'LIKE' not one of '{"],
    ["creation_time = 'x'", "Expected numeric value type for numeric attribute: creation_time. Found 'x'"],
    ['experiment_id = 1', 'Expected a quoted string value for attributes. Got value 1'],
    ["experiment_id LIKE '1'", 'Invalid comparator'],
  ])('MLflow refuses %s', (filter, message) => {
    expect(firstLineOf(() => parseExperimentFilter(filter)).slice(0, message.length)).toBe(message)
  })
})
