import { runEvents, webhookEventNames } from '@reprise/protocol'
import { RepriseError } from '@reprise/protocol/errors'

/** `failed,killed` or `all` as names of events. Throws for what is none. */
export function parseEvents(text: string): string[] {
  return text.split(',').flatMap((word) => {
    const name = word.trim()
    if (name === 'all') return [...runEvents]
    const full = name.includes('.') ? name : `run.${name}`
    if (webhookEventNames.includes(full)) return [full]
    throw new RepriseError('INVALID_PARAMETER_VALUE', `--on: there is no event ${JSON.stringify(name)}.`, {
      hint: `There are: all, ${runEvents.map((event) => event.slice('run.'.length)).join(', ')}; and those of the model registry.`,
    })
  })
}
