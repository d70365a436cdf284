import { RepriseError } from '@reprise/protocol/errors'

/** A place in a text: line and column count from 0, columns in code points. */
export interface Mark {
  readonly index: number
  readonly line: number
  readonly column: number
}

/** What went wrong and where: thrown inside the reading of YAML, and turned into the user's words at its border. */
export class YamlError extends Error {
  readonly problem: string
  readonly mark: Mark | undefined
  readonly context: { readonly text: string; readonly mark: Mark } | undefined

  constructor(problem: string, mark?: Mark, context?: { readonly text: string; readonly mark: Mark }) {
    super(problem)
    this.problem = problem
    this.mark = mark
    this.context = context
  }
}

/** Runs `read`, and says of what it throws which file is broken, in which line and column. */
export function namingFile<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const message = `unable to read: '${file}', YAML file structure is corrupted: ${describe(error)}`
    throw new RepriseError('INVALID_PARAMETER_VALUE', message, { cause: error })
  }
}

/** What is wrong with a text that could not be read as YAML, and where; undefined for any other error. */
export function yamlProblem(error: unknown): string | undefined {
  return error instanceof RepriseError && error.cause instanceof YamlError ? describe(error.cause) : undefined
}

function describe({ problem, mark, context }: YamlError): string {
  const around = context === undefined ? '' : ` (${context.text}, in ${place(context.mark)})`
  return `${problem}${mark === undefined ? '' : `, in ${place(mark)}`}${around}`
}

function place(mark: Mark): string {
  return `line ${mark.line + 1}, column ${mark.column + 1}`
}
