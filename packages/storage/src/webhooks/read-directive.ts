import { RepriseError, runEvents } from '@reprise/protocol'

/** What a line of a description asks for. */
export interface Directive {
  readonly subscriptions: readonly string[]
  readonly experimentIds: readonly string[]
  readonly filter: string
}

const form = "Write `reprise: run.finished run.failed experiments=1,2 filter=params.procedure_name = 'close-issue'`; the filter comes last."

/**
 * Reads the line `reprise: …` of a description. Clients of MLflow have no words for events of runs, but every one of them can set a description.
 * Undefined when there is none. Throws INVALID_PARAMETER_VALUE for a line that says something else.
 */
export function readDirective(description: string): Directive | undefined {
  const [, line] = /^[ \t]*reprise:(.*)$/m.exec(description) ?? []
  if (line === undefined) return undefined
  const [, words = '', filter = ''] = /^(.*?)(?:\bfilter=(.*))?$/.exec(line.trimEnd()) ?? []
  const subscriptions: string[] = []
  const experimentIds: string[] = []
  for (const word of words.split(/\s+/).filter((part) => part !== '')) {
    if (word.startsWith('experiments=')) experimentIds.push(...word.slice('experiments='.length).split(','))
    else if ((runEvents as readonly string[]).includes(word)) subscriptions.push(word)
    else
      throw new RepriseError(
        'INVALID_PARAMETER_VALUE',
        `Invalid value ${JSON.stringify(word.slice(0, 100))} in the line 'reprise:' of parameter 'description': it is none of ${runEvents.join(', ')}.`,
        { hint: form },
      )
  }
  if (subscriptions.length > 0) return { subscriptions, experimentIds, filter: filter.trim() }
  throw new RepriseError('INVALID_PARAMETER_VALUE', "The line 'reprise:' of parameter 'description' names no event.", { hint: form })
}
