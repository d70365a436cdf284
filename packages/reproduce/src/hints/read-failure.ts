import type { Cause, CannotReason } from '@reprise/compare'
import { lacking } from '../obstacle.ts'

/** What was in the way of a repeat that failed where the original did not. */
export interface Failure {
  readonly kind: CannotReason
  readonly why: string
  readonly cause: Cause
}

interface Sign {
  readonly kind: CannotReason
  readonly cause: Cause['kind']
  readonly pattern: RegExp
  readonly why: (subject: string) => string
}

const signs: readonly Sign[] = [
  {
    kind: 'missing package',
    cause: 'package',
    pattern: /ModuleNotFoundError: No module named '([^']+)'|Cannot find (?:package|module) '([^']+)'|there is no package called ‘([^’]+)’/,
    why: (name) => `The package ${name} is not here.`,
  },
  {
    kind: 'network',
    cause: 'network',
    pattern:
      /(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|ETIMEDOUT|EHOSTUNREACH)\s*([\w.:-]*)|(?:Could not resolve host|Failed to connect to|unable to resolve host address)[: ]*['‘]?([\w.:-]*)|(?:Connection refused|Name or service not known|Temporary failure in name resolution|Network is unreachable|No route to host|Max retries exceeded)(.?)/,
    why: (name) => `The run asks the network, which does not answer${name === '' ? '' : `: ${name}`}.`,
  },
  {
    kind: 'missing data',
    cause: 'missing',
    pattern:
      /ENOENT: no such file or directory, \w+ '([^']+)'|cannot open [`'"]?([^\s'"`]+)['"]? (?:for reading )?\(?No such file|([\w./@+-]+): No such file or directory|No such file or directory:? ?['‘"]?([\w./@+-]+)?/,
    why: (name) => `The run needs a file that was not recorded${name === '' ? '' : `: ${name}`}.`,
  },
  {
    kind: 'missing program',
    cause: 'environment',
    pattern: /([\w./-]+): (?:command )?not found/,
    why: (name) => `The run starts ${name}, which is not here.`,
  },
]

/** Reads what a failed repeat wrote to standard error; undefined where it says nothing that is known. */
export function readFailure(stderr: string): Failure | undefined {
  for (const { kind, cause, pattern, why } of signs) {
    const found = pattern.exec(stderr)
    if (found === null) continue
    const subject = found.slice(1).find((part) => part !== undefined && /\w/.test(part)) ?? ''
    const line = stderr.slice(stderr.lastIndexOf('\n', found.index) + 1).split('\n')[0] ?? ''
    return { kind, why: why(subject), cause: lacking(subject === '' ? kind : subject, line.trim().slice(0, 200), cause) }
  }
  return undefined
}
