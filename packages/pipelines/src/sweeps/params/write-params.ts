import { RepriseError } from '@reprise/protocol/errors'
import { readParameterFile } from '../../params/index.ts'
import { equals, jsonDumps, type Mapping } from '../../python/index.ts'
import { editYaml } from '../../yaml/index.ts'
import { editLine } from './edit-line.ts'
import { type Assignment, changeValue } from './change-value.ts'

/**
 * The text of a parameter file with changes, comments and layout as they were: YAML and JSON of any form; in TOML and Python, values that stand on a line of
 * their own. What was written is read again, so that it says what is meant.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE for keys that do not fit, and for what can not be changed in place
 */
export function writeParams(text: string, file: string, assignments: readonly Assignment[]): string {
  return assignments.reduce((before, assignment) => writeParam(before, file, assignment), text)
}

function writeParam(text: string, file: string, assignment: Assignment): string {
  const value = changeValue(readParameterFile(text, file), assignment)
  const written = print(text, { file, value, assignment })
  if (equals(readParameterFile(written, file), value)) return written
  throw new RepriseError('INVALID_PARAMETER_VALUE', `'${assignment.key}' can not be changed in ${file} as it is written there.`, {
    hint: 'Put it on a line of its own, or keep parameters in YAML or JSON.',
  })
}

interface Change {
  readonly file: string
  /** All that the file is to hold. */
  readonly value: Mapping
  readonly assignment: Assignment
}

function print(text: string, { file, value, assignment }: Change): string {
  const extension = /\.[^./]*$/.exec(file)?.[0].toLowerCase()
  if (extension === '.json') return printJson(text, value)
  if (extension === '.toml' || extension === '.py') return editLine(text, assignment, extension)
  return editYaml(text, value, file)
}

function printJson(text: string, value: Mapping): string {
  const indent = /^\s*[{[]\r?\n([ ]+)/.exec(text)?.[1]?.length
  return jsonDumps(value, indent === undefined ? {} : { indent }) + (text.endsWith('\n') ? '\n' : '')
}
