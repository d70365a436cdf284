import { RepriseError } from '@reprise/protocol/errors'

/** Why a plot can not be made, with the name of the exception that DVC would tell of. */
export class PlotProblem extends RepriseError {
  readonly type: string

  constructor(type: string, message: string) {
    super('INVALID_PARAMETER_VALUE', message)
    this.type = type
  }
}
