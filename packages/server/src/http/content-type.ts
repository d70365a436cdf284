import { RepriseError } from '@reprise/protocol'

/** MLflow's rule: what carries JSON must say so; parameters such as charset are fine. */
export function assertJson(contentType: string | undefined): void {
  if (contentType === undefined) throw new RepriseError('INVALID_PARAMETER_VALUE', 'Bad Request. Content-Type header is missing.')
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new RepriseError('INVALID_PARAMETER_VALUE', "Bad Request. Content-Type must be one of ['application/json'].")
  }
}
