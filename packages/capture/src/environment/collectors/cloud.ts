import { absent, type Collector, skipped, whether } from '../collector.ts'

const items = ['cloud.provider', 'cloud.instance', 'cloud.region'] as const

interface Instance {
  readonly provider: string
  readonly instance_type?: string | undefined
  readonly region?: string | undefined
}

/** Which machine of which cloud this is. Asked over the network, so only when that is wished; outside a cloud nobody answers. */
export const cloud: Collector = {
  items,
  limit: 200,
  collect: async ({ cloud: { isAsked, address }, signal }) => {
    if (!isAsked) return same(skipped('It was not asked for: --cloud.'))
    const answers = [askAmazon, askGoogle, askAzure].map((ask) => ask(address, signal))
    const found = await Promise.any(answers).catch(() => undefined)
    if (signal.aborted) throw signal.reason
    if (found === undefined) return { ...same(absent('No metadata service answered.')), system: { cloud: null } }
    return {
      items: {
        'cloud.provider': true,
        'cloud.instance': whether(found.instance_type, 'The service does not say.'),
        'cloud.region': whether(found.region, 'The service does not say.'),
      },
      system: { cloud: found },
    }
  },
}

function same(state: ReturnType<typeof absent>): { items: Record<string, ReturnType<typeof absent>> } {
  return { items: Object.fromEntries(items.map((name) => [name, state])) }
}

async function askAmazon(address: string, signal: AbortSignal): Promise<Instance> {
  const token = await ask(`${address}/latest/api/token`, {
    method: 'PUT',
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
    signal,
  })
  const text = await ask(`${address}/latest/dynamic/instance-identity/document`, { headers: { 'X-aws-ec2-metadata-token': token }, signal })
  const { instanceType, region } = JSON.parse(text) as Record<string, unknown>
  return { provider: 'aws', instance_type: toText(instanceType), region: toText(region) }
}

async function askGoogle(address: string, signal: AbortSignal): Promise<Instance> {
  const headers = { 'Metadata-Flavor': 'Google' }
  const [machine, zone] = await Promise.all(
    ['machine-type', 'zone'].map((name) => ask(`${address}/computeMetadata/v1/instance/${name}`, { headers, signal })),
  )
  return { provider: 'gcp', instance_type: toText(machine?.split('/').at(-1)), region: toText(zone?.split('/').at(-1)) }
}

async function askAzure(address: string, signal: AbortSignal): Promise<Instance> {
  const text = await ask(`${address}/metadata/instance/compute?api-version=2021-02-01`, { headers: { Metadata: 'true' }, signal })
  const { vmSize, location } = JSON.parse(text) as Record<string, unknown>
  return { provider: 'azure', instance_type: toText(vmSize), region: toText(location) }
}

/** Whatever answers at that address need not be a cloud. */
function toText(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,100}$/.test(value) ? value : undefined
}

async function ask(url: string, init: RequestInit): Promise<string> {
  const response = await fetch(url, { ...init, redirect: 'error' })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.text()
}
