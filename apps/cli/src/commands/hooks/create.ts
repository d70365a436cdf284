import { readFile } from 'node:fs/promises'
import { text as readStream } from 'node:stream/consumers'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol/errors'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findExperiment, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { findHook } from './find-hook.ts'
import { parseEvents } from './parse-events.ts'

interface InterestOptions extends ConnectionOptions {
  readonly on?: string
  readonly experiment?: readonly string[]
  readonly filter?: string
  readonly description?: string
  readonly secretFile?: string
  readonly disabled?: boolean
}

interface UpdateOptions extends InterestOptions {
  readonly name?: string
  readonly url?: string
  readonly allExperiments?: boolean
  readonly enabled?: boolean
  /** False for `--no-secret`. */
  readonly secret: boolean
}

export async function createHook(name: string, url: string, options: InterestOptions, world: World): Promise<void> {
  if (options.on === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'What is it to be told of?', {
      hint: 'Name events, such as --on failed or --on all.',
    })
  }
  const secret = await readSecret(options)
  const { webhook } = await withClient(options, world, async (client) =>
    client.createWebhook({
      name,
      url,
      ...(await interestOf(client, options)),
      secret,
      status: options.disabled === true ? 'DISABLED' : undefined,
    }),
  )
  if (options.json === true) return world.write(printJson({ webhook }))
  world.note(`Made ${webhook.name}, ${webhook.webhook_id}: it is told of ${webhook.subscriptions.join(', ')}.`)
  if (!webhook.has_secret)
    world.note('What is sent is not signed: a receiver can not tell it from what others send. --secret-file names a secret.')
}

export async function updateHook(hook: string, options: UpdateOptions, world: World): Promise<void> {
  const secret = options.secret ? await readSecret(options) : ''
  const { webhook } = await withClient(options, world, async (client) => {
    const { webhook_id: id } = await findHook(client, hook)
    return client.updateWebhook({
      webhook_id: id,
      name: options.name,
      url: options.url,
      ...(await interestOf(client, options)),
      all_experiments: options.allExperiments,
      secret,
      status: options.disabled === true ? 'DISABLED' : options.enabled === true ? 'ACTIVE' : undefined,
    })
  })
  if (options.json === true) return world.write(printJson({ webhook }))
  world.note(
    `Changed ${webhook.name}: ${webhook.status === 'ACTIVE' ? `it is told of ${webhook.subscriptions.join(', ')}` : 'it is told nothing for now'}.`,
  )
}

async function interestOf(client: Client, { on, experiment = [], filter, description }: InterestOptions) {
  const experiments = await Promise.all(experiment.map((named) => findExperiment(client, named)))
  return {
    subscriptions: on === undefined ? [] : parseEvents(on),
    experiment_ids: experiments.map(({ experiment_id: id }) => id),
    filter,
    description,
  }
}

/** From a file, since what stands on a command line is seen by others and remembered by shells. */
async function readSecret({ secretFile }: InterestOptions): Promise<string | undefined> {
  if (secretFile === undefined) return undefined
  const text = secretFile === '-' ? await readStream(process.stdin) : await readFile(secretFile, 'utf8').catch(toReadError(secretFile))
  const secret = text.trim()
  if (secret !== '') return secret
  throw new RepriseError('INVALID_PARAMETER_VALUE', `There is no secret in ${secretFile}.`)
}

function toReadError(file: string): (cause: unknown) => never {
  return (cause) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The secret can not be read from ${file}: ${why}`, { cause })
  }
}
