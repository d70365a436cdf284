import { RepriseError } from '@reprise/protocol/errors'
import { isMapping, type Mapping, type Value } from '../../python/index.ts'
import { loadYaml, locateYaml, yamlProblem } from '../../yaml/index.ts'
import type { Check, Problem } from './check.ts'

/**
 * Reads a YAML file whose root must be a mapping, and checks it; an empty file is an empty mapping, which the check sees too.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE: what is wrong, in which file, at which keys, in which line and column
 */
export function loadChecked(text: string, file: string, check: Check): Mapping {
  const value = load(text, file)
  const problems = check(value)
  if (!isMapping(value)) throw new RepriseError('INVALID_PARAMETER_VALUE', `'${file}' validation failed: expected a dictionary.`)
  if (problems.length === 0) return value
  const lines = problems.map((problem) => describe(problem, text))
  const heading = problems.length === 1 ? `'${file}' validation failed.` : `'${file}' validation failed: ${problems.length} errors.`
  throw new RepriseError('INVALID_PARAMETER_VALUE', [heading, ...lines].join('\n\n'))
}

function load(text: string, file: string): Value {
  try {
    return loadYaml(text, file) ?? new Map()
  } catch (error) {
    const problem = yamlProblem(error)
    if (problem === undefined) throw error
    const conflicts = /^(?:<{7}|={7}|>{7})(?: |$)/m.test(text) ? ' (possible merge conflicts)' : ''
    const sentence = problem.charAt(0).toUpperCase() + problem.slice(1)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${file}' is invalid${conflicts}.\n\n${sentence}`, { cause: error })
  }
}

function describe({ problem, path }: Problem, text: string): string {
  const mark = locateYaml(text, path)
  const place = mark === undefined ? '' : `, line ${mark.line}, column ${mark.column}`
  return `${problem}, in ${path.join(' -> ')}${place}`
}
