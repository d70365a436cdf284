import { RepriseError } from '@reprise/protocol/errors'

/** What kind of thing went wrong while a template was resolved: decides how the message is put into the frame that names file and key. */
export type TemplateProblem = 'syntax' | 'missing' | 'merge' | 'loaded' | 'reserved' | 'file'

export class TemplateError extends Error {
  readonly problem: TemplateProblem

  constructor(problem: TemplateProblem, message: string) {
    super(message)
    this.problem = problem
  }
}

/** Runs `resolve`; what it throws of the given kinds is said to be of `what` in `file`, as DVC words it. */
export function naming<T>(
  frame: { readonly what: string; readonly file: string; readonly problems?: readonly TemplateProblem[] },
  resolve: () => T,
): T {
  try {
    return resolve()
  } catch (error) {
    if (!(error instanceof TemplateError) || frame.problems?.includes(error.problem) === false) throw error
    const onNextLine = error.problem === 'syntax' || error.problem === 'merge' || error.problem === 'loaded'
    throw refuse(`failed to parse ${frame.what} in '${frame.file}':${onNextLine ? '\n' : ' '}${error.message}`)
  }
}

export function refuse(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
