import { describe, expect, test } from 'vitest'
import { parseExperimentOrderBy, parseRunOrderBy } from './search.ts'
import { describeOrder, firstLineOf } from './testing/describe-parsed.ts'

// What MLflow 3.17.2 makes of each text, recorded from its SearchUtils and SearchExperimentsUtils.

describe('orders', () => {
  test.each<[item: string, column: string]>([
    ['metrics.m', 'metric m asc'],
    ['metrics.m ASC', 'metric m asc'],
    ['metrics.m\nDeSc', 'metric m desc'],
    ['`metrics`.`m` DESC', 'metric m desc'],
    ['"metrics"."m" DESC', 'metric m desc'],
    ['`metrics.m` DESC', 'metric m desc'],
    ['metrics.`a b` DESC', 'metric a b desc'],
    ['metrics.日本 DESC', 'metric 日本 desc'],
    ['params.`a/b`', 'param a/b asc'],
    ['params.desc DESC', 'param desc desc'],
    ["tags.'x'", 'tag x asc'],
    ['tags.mlflow.user', 'tag mlflow.user asc'],
    ['attributes.start_time DESC', 'attribute start_time desc'],
    ['Created', 'attribute start_time asc'],
    ['run_id', 'attribute run_id asc'],
    ['run_name DESC', 'attribute run_name desc'],
  ])('of runs: %s', (item, column) => {
    expect(describeOrder(parseRunOrderBy([item]))).toEqual([column])
  })

  test.each<[item: string, message: string]>([
    ['metrics.m FOO', "Invalid ordering key in order_by clause 'metrics.m FOO'."],
    ['run name', "Invalid ordering key in order_by clause 'run name'."],
    ['metrics.m ASC, params.p', "Invalid order_by clause 'metrics.m ASC, params.p'. Could not be parsed."],
    ['metrics.m ASC DESC', "Invalid order_by clause 'metrics.m ASC DESC'. Could not be parsed."],
    ['metrics.m DESC;', "Invalid order_by clause 'metrics.m DESC;'. Could not be parsed."],
    ['', "Invalid order_by clause ''. Could not be parsed."],
    ['DESC', "Invalid order_by clause 'DESC'. Could not be parsed."],
    ["'metrics.m'", "Invalid order_by clause ''metrics.m''. Could not be parsed."],
    ['3', "Invalid order_by clause '3'. Could not be parsed."],
    ['length', "Invalid attribute key 'length' specified. Valid keys are '{"],
    ['foo.x', "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"],
    ['dataset.name', "Invalid identifier type 'dataset'"],
  ])('of runs, refused: %s', (item, message) => {
    expect(firstLineOf(() => parseRunOrderBy([item])).slice(0, message.length)).toBe(message)
  })

  test('of runs, refused: the same column twice', () => {
    const message = "`order_by` contains duplicate fields: ['start_time', 'created DESC']"
    expect(firstLineOf(() => parseRunOrderBy(['start_time', 'created DESC']))).toBe(message)
  })

  test('of experiments', () => {
    const columns = parseExperimentOrderBy(['name', 'attribute.creation_time DESC', '`experiment_id` ASC'])
    expect(describeOrder(columns)).toEqual(['attribute name asc', 'attribute creation_time desc', 'attribute experiment_id asc'])
    expect(firstLineOf(() => parseExperimentOrderBy(['tags.a']))).toBe('Invalid order_by entity: tag')
    expect(firstLineOf(() => parseExperimentOrderBy(['name FOO']))).toBe("Invalid ordering key in order_by clause 'name FOO'.")
  })
})
