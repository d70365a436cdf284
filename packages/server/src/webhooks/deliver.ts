import type { ClaimedDelivery, InputOfOperation } from '@reprise/protocol'
import { ask, type Store } from '@reprise/storage'
import { composeBody } from './compose-body.ts'
import type { ReceiverAnswer } from './post.ts'
import { describeSendFailure, type Sender } from './sender.ts'
import type { WebhookSettings } from './settings.ts'

/** What is to be kept of an attempt. */
export type AttemptRecord = Omit<InputOfOperation<'recordDelivery'>, 'id' | 'server'>

export interface DeliveryParts {
  readonly store: Store
  readonly sender: Sender
  readonly settings: Pick<WebhookSettings, 'attempts' | 'firstPause'>
  readonly signal: AbortSignal
  /** Monotonic time after which it is not begun to send: another server might take the delivery before it is known what became of it. */
  readonly sendBy: number
}

const LONGEST_PAUSE = 15 * 60 * 1_000
/** The receiver says that it is gone for good. */
const GONE = 410

/** Makes one attempt. Never rejects: whatever goes wrong is a reason to try again. */
export async function deliver(parts: DeliveryParts, claimed: ClaimedDelivery): Promise<AttemptRecord> {
  const { store, sender, signal } = parts
  const { delivery, url, secret } = claimed
  let { body } = claimed
  let sent = false
  try {
    if (claimed.filter !== undefined && body === undefined && !(await isMatched(store, claimed.filter, claimed)))
      return { state: 'FILTERED', sent }
    body ??= await composeBody(store, delivery, claimed.details)
    if (performance.now() > parts.sendBy) return { state: 'PENDING', sent, error: 'The run could not be read in time.' }
    sent = true
    const answer = await sender.send({ id: delivery.delivery_id, url, secret, body }, signal)
    if (answer.status >= 200 && answer.status < 300) return { state: 'DELIVERED', sent, response_status: answer.status }
    return { ...failed(parts, claimed, answer), sent, body, response_status: answer.status, error: describeAnswer(answer) }
  } catch (error) {
    return { ...(signal.aborted ? stopped : failed(parts, claimed, undefined)), sent, body, error: describeSendFailure(error) }
  }
}

/** When the server stops, the next one begins with it. */
const stopped = { state: 'PENDING', due: 0 } as const

function failed(
  { settings: { attempts, firstPause } }: DeliveryParts,
  { delivery }: ClaimedDelivery,
  answer: ReceiverAnswer | undefined,
): Pick<AttemptRecord, 'state' | 'due'> {
  const made = Number(delivery.attempts) + 1
  if (made >= attempts || answer?.status === GONE) return { state: 'FAILED' }
  const pause = Math.min(LONGEST_PAUSE, firstPause * 2 ** Math.min(made - 1, 30))
  // Half of it by chance: receivers that come back are not asked by everybody at once.
  const wait = pause * (0.5 + Math.random() / 2)
  return { state: 'PENDING', due: Math.round(Date.now() + Math.max(wait, answer?.retryAfter ?? 0)) }
}

async function isMatched(store: Store, filter: string, { delivery }: ClaimedDelivery): Promise<boolean> {
  const { runs } = await ask(store, 'searchRuns', {
    experiment_ids: [delivery.experiment_id],
    filter: `(${filter}) AND attributes.run_id = '${delivery.run_id}'`,
    run_view_type: 'ALL',
    max_results: 1,
  })
  return runs.length > 0
}

function describeAnswer({ status, body }: ReceiverAnswer): string {
  const text = body.replace(/\s+/g, ' ').trim().slice(0, 200)
  return text === '' ? `It answered ${status}.` : `It answered ${status}: ${text}`
}
