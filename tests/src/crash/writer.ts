import { createClient, type Client } from '@reprise/client'

/** One writer of the crash test: it logs batches one after the other, and sends a batch again until it is acknowledged. */
export interface Writer {
  readonly name: string
  readonly runId: string
  /** Steps that were acknowledged, in order. */
  readonly acknowledged: number[]
  /** Runs whose creation was acknowledged. */
  readonly created: string[]
  /** Every step that was ever sent. */
  sent: number
}

const POINTS_PER_BATCH = 5
const RETRY_MILLISECONDS = 20

/** How long a writer goes on, and whom it asks; the address changes when the server comes back. */
export interface Campaign {
  readonly url: () => string
  readonly isOver: () => boolean
}

/** Makes the writer's run, however often the server dies meanwhile. */
export async function openWriter(name: string, experimentId: string, campaign: Campaign): Promise<Writer> {
  const runId = await createRun(campaign, { name, experimentId, sequence: 0 })
  return { name, runId, acknowledged: [], created: [runId], sent: 0 }
}

/** Logs until the campaign is over. Whatever was sent is acknowledged in the end. */
export async function keepWriting(writer: Writer, experimentId: string, campaign: Campaign): Promise<void> {
  let sequence = 1
  while (!campaign.isOver()) {
    const steps = Array.from({ length: POINTS_PER_BATCH }, () => writer.sent++)
    const metrics = steps.map((step) => ({ key: 'value', value: step * 0.5, timestamp: 1_000 + step, step }))
    const params = [{ key: `param-${sequence}`, value: writer.name }]
    await untilAcknowledged(campaign, (client) =>
      client.logBatch({ run_id: writer.runId, metrics, params }, { idempotencyKey: `${writer.name}:${sequence}` }),
    )
    writer.acknowledged.push(...steps)
    sequence++
    if (sequence % 20 === 0) writer.created.push(await createRun(campaign, { name: writer.name, experimentId, sequence: sequence++ }))
  }
}

async function createRun(
  campaign: Campaign,
  { name, experimentId, sequence }: { name: string; experimentId: string; sequence: number },
): Promise<string> {
  const { run } = await untilAcknowledged(campaign, (client) =>
    client.createRun(
      { experiment_id: experimentId, run_name: `${name} ${sequence}`, start_time: 1 },
      { idempotencyKey: `${name}:${sequence}` },
    ),
  )
  return run.info.run_id
}

/** Asks until there is an answer, however often the server dies meanwhile. */
export async function untilAcknowledged<T>(campaign: Campaign, send: (client: Client) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send(createClient({ url: campaign.url(), retries: 0, timeout: 10_000 }))
    } catch (error) {
      const isAway = (error as { code?: string }).code === 'TEMPORARILY_UNAVAILABLE'
      if (!isAway) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS))
    }
  }
}
