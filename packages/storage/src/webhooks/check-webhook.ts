import { type FilterNode, limits, parseRunFilter, RepriseError, webhookEventNames } from '@reprise/protocol'
import { assertLength } from '../operations/check-text.ts'

/** What a webhook is told of. */
export interface Interest {
  readonly subscriptions: readonly string[]
  readonly experiments: readonly number[]
  readonly filter: string
}

const name = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/i

/** Throws INVALID_PARAMETER_VALUE, in MLflow's words, for what can be no name. */
export function checkName(given: string): string {
  if (name.test(given)) return given
  throw invalid(
    `Webhook name ${JSON.stringify(given.slice(0, 100))} is invalid. It must start and end with a letter or digit, be at most 63 characters long, ` +
      'and contain only letters, digits, dots (.), underscores (_), and hyphens (-).',
  )
}

/** The address as it was given. Which hosts may be told is for the server to say; here it is only what can be an address at all. */
export function checkUrl(given: string): string {
  assertLength(given, limits.webhookUrlLength, 'url')
  const url = URL.parse(given)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw invalid("Invalid value for parameter 'url' supplied: it must be an http or https URL.")
  if (url.username !== '' || url.password !== '')
    throw invalid(
      "Invalid value for parameter 'url' supplied: it must not have a user name or password in it.",
      'Receivers know us by the signature: give a secret.',
    )
  return given
}

export function checkDescription(given: string): string {
  assertLength(given, limits.webhookDescriptionLength, 'description')
  return given
}

/** Without repeats, in the order of the table of events. Throws INVALID_PARAMETER_VALUE. */
export function checkInterest(given: {
  readonly subscriptions: readonly string[]
  readonly experimentIds: readonly string[]
  readonly filter: string
}): Interest {
  const unknown = given.subscriptions.find((event) => !webhookEventNames.includes(event))
  if (unknown !== undefined)
    throw invalid(
      `Invalid value ${JSON.stringify(unknown.slice(0, 100))} for parameter 'subscriptions' supplied: there is no such event.`,
      `There are: ${webhookEventNames.join(', ')}.`,
    )
  const subscriptions = webhookEventNames.filter((event) => given.subscriptions.includes(event))
  if (subscriptions.length === 0)
    throw invalid('Webhook events must be a non-empty list of WebhookEvent objects: [].', 'Name events in events or subscriptions.')
  if (given.experimentIds.length > limits.webhookExperiments)
    throw invalid(`Parameter 'experiment_ids' has ${given.experimentIds.length} items; it may have ${limits.webhookExperiments}.`)
  const experiments = [...new Set(given.experimentIds.map(toExperiment))]
  checkFilter(given.filter, subscriptions)
  return { subscriptions, experiments, filter: given.filter }
}

function toExperiment(id: string): number {
  if (/^\d{1,15}$/.test(id)) return Number(id)
  throw invalid(`Invalid value ${JSON.stringify(id.slice(0, 100))} for parameter 'experiment_ids' supplied: it is no id of an experiment.`)
}

/** What is logged comes after the start, so that nothing could be said of it when a run starts. */
function checkFilter(filter: string, subscriptions: readonly string[]): void {
  if (filter === '') return
  assertLength(filter, limits.webhookFilterLength, 'filter')
  const tree = parseRunFilter(filter)
  if (subscriptions.includes('run.started') && looksAtLogged(tree))
    throw invalid(
      "Invalid value for parameter 'filter' supplied: when a run starts it has no params, metrics or datasets yet.",
      'For run.started, filter by attributes or tags, or register a webhook of its own.',
    )
}

function looksAtLogged(node: FilterNode): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.operands.some(looksAtLogged)
  if (node.kind === 'not') return looksAtLogged(node.operand)
  return !['attribute', 'tag'].includes(node.field.entity)
}

function invalid(message: string, hint?: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message, hint === undefined ? {} : { hint })
}
