import { RepriseError } from '@reprise/protocol'

/** Whether a server could not listen because another program has its port. */
export function isPortTaken(error: unknown): boolean {
  return error instanceof RepriseError && codeOf(error.cause) === 'EADDRINUSE'
}

/** Why a server can not listen, and what to do about it. */
export function toListenError(error: unknown, { host, port }: { readonly host: string; readonly port: number }): unknown {
  const because = { cause: error }
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new RepriseError('RESOURCE_CONFLICT', `Port ${port} of ${host} is taken by another program.`, {
        hint: 'Choose another with --port, or --port 0 for any free one.',
        ...because,
      })
    case 'EACCES':
      return new RepriseError('PERMISSION_DENIED', `Port ${port} needs more rights than this user has.`, {
        hint: 'Choose one above 1023 with --port.',
        ...because,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new RepriseError('INVALID_PARAMETER_VALUE', `This machine has no address ${host}.`, {
        hint: 'Use --host 127.0.0.1 for this machine alone, 0.0.0.0 for all networks.',
        ...because,
      })
    default:
      return error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
