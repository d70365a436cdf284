import { RepriseError } from '@reprise/protocol'

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
    const context = error.context === undefined ? '' : ` (${error.context.text}, in ${place(error.context.mark)})`
    const where = error.mark === undefined ? '' : `, in ${place(error.mark)}`
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `unable to read: '${file}', YAML file structure is corrupted: ${error.problem}${where}${context}`,
      {
        cause: error,
      },
    )
  }
}

function place(mark: Mark): string {
  return `line ${mark.line + 1}, column ${mark.column + 1}`
}
