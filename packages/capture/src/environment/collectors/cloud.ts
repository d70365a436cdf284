import { request } from 'node:http'
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

/** IMDSv2: a token first. */
async function askAmazon(address: string, signal: AbortSignal): Promise<Instance> {
  const ttl = { 'X-aws-ec2-metadata-token-ttl-seconds': '60' }
  const token = await ask(`${address}/latest/api/token`, { method: 'PUT', headers: ttl, signal })
  const headers = { 'X-aws-ec2-metadata-token': token.text }
  const { text } = await ask(`${address}/latest/dynamic/instance-identity/document`, { headers, signal })
  const { instanceType, region } = JSON.parse(text) as Record<string, unknown>
  return { provider: 'aws', instance_type: toText(instanceType), region: toText(region) }
}

async function askGoogle(address: string, signal: AbortSignal): Promise<Instance> {
  const headers = { 'Metadata-Flavor': 'Google' }
  const [machine, zone] = await Promise.all(
    ['machine-type', 'zone'].map((name) => ask(`${address}/computeMetadata/v1/instance/${name}`, { headers, signal })),
  )
  if (machine?.flavor !== 'Google') throw new Error('this is no answer of Google')
  return { provider: 'gcp', instance_type: toText(machine.text.split('/').at(-1)), region: toText(zone?.text.split('/').at(-1)) }
}

async function askAzure(address: string, signal: AbortSignal): Promise<Instance> {
  const { text } = await ask(`${address}/metadata/instance/compute?api-version=2021-02-01`, { headers: { Metadata: 'true' }, signal })
  const { vmSize, location, azEnvironment } = JSON.parse(text) as Record<string, unknown>
  if (typeof azEnvironment !== 'string') throw new Error('this is no answer of Azure')
  return { provider: 'azure', instance_type: toText(vmSize), region: toText(location) }
}

/** Whatever answers at that address need not be a cloud. */
function toText(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,100}$/.test(value) ? value : undefined
}

/** Characters; real answers have a thousand. */
const LONGEST = 65_536

interface Question {
  readonly method?: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** Directly, whatever proxies are set: the address is of this machine only. Redirects are not followed. */
function ask(url: string, { method = 'GET', headers, signal }: Question): Promise<{ readonly text: string; readonly flavor: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly text: string; readonly flavor: unknown }>()
  const asked = request(url, { method, headers, signal, agent: false }, (response) => {
    let text = ''
    response.on('error', reject)
    response.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      if (text.length > LONGEST) asked.destroy(new Error(`${url} answers without end`))
    })
    response.on('end', () => {
      if (response.statusCode === 200) resolve({ text, flavor: response.headers['metadata-flavor'] })
      else reject(new Error(`${url} answered ${response.statusCode}`))
    })
  })
  asked.on('error', reject).end()
  return promise
}
