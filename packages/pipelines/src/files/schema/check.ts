import { isMapping, isSequence, str, type Value } from '../../python/index.ts'

/** What is wrong, and where: keys and indexes from the root of the document. */
export interface Problem {
  readonly problem: string
  readonly path: readonly (string | number)[]
}

/** Says what is wrong with a value; nothing where it is right. */
export type Check = (value: Value) => Problem[]

const fine: Problem[] = []

function wrong(problem: string): Problem[] {
  return [{ problem, path: [] }]
}

function below(step: string | number, problems: readonly Problem[]): Problem[] {
  return problems.map(({ problem, path }) => ({ problem, path: [step, ...path] }))
}

export const anything: Check = () => fine
export const string: Check = (value) => (typeof value === 'string' ? fine : wrong('expected str'))
export const boolean: Check = (value) => (typeof value === 'boolean' ? fine : wrong('expected bool'))
export const integer: Check = (value) => (typeof value === 'bigint' || typeof value === 'boolean' ? fine : wrong('expected int'))
export const dictionary: Check = (value) => (isMapping(value) ? fine : wrong('expected a dictionary'))
export const anyList: Check = (value) => (isSequence(value) ? fine : wrong('expected list'))
export const nothing: Check = (value) => (value === null ? fine : wrong('expected None'))

/** A digest: a string of three characters or more, an integer that YAML made of one, or nothing. */
export const checksum: Check = (value) => {
  const text = typeof value === 'bigint' ? value.toString() : value
  return text === null || (typeof text === 'string' && (text === '' || text.length >= 3)) ? fine : wrong('not a valid value')
}

export function exactly(expected: string, problem: string): Check {
  return (value) => (value === expected ? fine : wrong(problem))
}

export function listOf(item: Check): Check {
  return (value) => (isSequence(value) ? value.flatMap((member, index) => below(index, item(member))) : wrong('expected a list'))
}

/** A mapping of any keys to values of one kind. */
export function mappingOf(member: Check, options: { readonly atMost?: number } = {}): Check {
  return (value) => {
    if (!isMapping(value)) return wrong('expected a dictionary')
    if (options.atMost !== undefined && value.size > options.atMost) return wrong(`length of value must be at most ${options.atMost}`)
    return [...value].flatMap(([key, inner]) => below(str(key), typeof key === 'string' ? member(inner) : wrong('extra keys not allowed')))
  }
}

/** A mapping of the named fields and no others. */
export function fields(known: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (value) => {
    if (!isMapping(value)) return wrong('expected a dictionary')
    const found = [...value].flatMap(([key, inner]) => {
      const check = typeof key === 'string' && Object.hasOwn(known, key) ? known[key] : undefined
      return below(str(key), check === undefined ? wrong('extra keys not allowed') : check(inner))
    })
    const missing = required.filter((key) => !value.has(key)).flatMap((key) => below(key, wrong('required key not provided')))
    return [...found, ...missing]
  }
}

/** Any of several kinds; what is said is the complaint that got deepest, or that of the first. */
export function either(...checks: readonly Check[]): Check {
  return (value) => {
    const results = checks.map((check) => check(value))
    if (results.some((problems) => problems.length === 0)) return fine
    const depth = (problems: readonly Problem[]): number => Math.max(...problems.map(({ path }) => path.length))
    return results.reduce((best, problems) => (depth(problems) > depth(best) ? problems : best))
  }
}

/** One check for mappings that have one of the keys, another for all other values. */
export function dependingOn(keys: readonly string[], then: Check, otherwise: Check): Check {
  return (value) => (isMapping(value) && keys.some((key) => value.has(key)) ? then : otherwise)(value)
}
