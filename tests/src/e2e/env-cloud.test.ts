import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createTemporaryFolder, requirePart, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise } from './reprise.ts'

const service = join(import.meta.dirname, 'testing/metadata-service.mjs')
/** Words before a command that give it a network of its own. */
const means = [
  ['unshare', '--net'],
  ['unshare', '--map-root-user', '--net'],
  ['sudo', '-n', '-E', 'unshare', '--net'],
] as const
const bringUp = 'ip link set lo up'
const addAddress = 'ip addr add 169.254.169.254/32 dev lo'
const found = means.find(([command, ...words]) => spawnSync(command, [...words, 'sh', '-c', `${bringUp} && ${addAddress}`]).status === 0)
const network = requirePart(
  'a network of its own',
  found === undefined ? { reason: 'unshare and ip can not make one, neither as root nor in a user namespace' } : {},
)

let folder: TemporaryFolder
beforeAll(async () => void (folder = await createTemporaryFolder('cloud')))
afterAll(() => folder.remove())

interface Told {
  readonly cloud: unknown
  readonly items: readonly { readonly name: string; readonly status: string; readonly detail?: string }[]
}

/** What `reprise env --cloud` says in a network that was set up by a shell script, where another program may start it. */
async function capture(script: string, starter: readonly string[] = []): Promise<Told> {
  const within = [...(found ?? []), 'sh', '-c', `${script} && exec "$@"`, 'sh', ...starter]
  const { stdout, stderr, code } = await reprise(['env', '--cloud', '--json'], { cwd: folder.path, within })
  if (code !== 0) throw new Error(stderr)
  const { system_info: info, items } = JSON.parse(stdout) as { system_info: { cloud: unknown }; items: Told['items'] }
  return { cloud: info.cloud, items: items.filter(({ name }) => name.startsWith('cloud.')) }
}

describe.skipIf(network.missing)(`reprise env --cloud${network.note}`, () => {
  it.each([
    ['aws', { provider: 'aws', instance_type: 't3.micro', region: 'us-west-2' }],
    ['gcp', { provider: 'gcp', instance_type: 'n2-standard-4', region: 'europe-west3-c' }],
    ['azure', { provider: 'azure', instance_type: 'Standard_A3', region: 'westeurope' }],
  ])('knows a machine of %s, and takes nothing else from its service', async (provider, cloud) => {
    const told = await capture(`${bringUp} && ${addAddress}`, [process.execPath, service, provider])
    expect(told.cloud).toEqual(cloud)
    expect(told.items.map(({ status }) => status)).toEqual(['CAPTURED', 'CAPTURED', 'CAPTURED'])
  })

  it.each([
    ['there is no such address', bringUp, []],
    ['there is no network', 'true', []],
    ['nobody listens', `${bringUp} && ${addAddress}`, []],
    ['another server listens', `${bringUp} && ${addAddress}`, [process.execPath, service, 'other']],
  ])('says that there is none where %s', async (_where, script, starter) => {
    const { cloud, items } = await capture(script, starter)
    expect(cloud).toBeNull()
    expect(items).toContainEqual({ name: 'cloud.provider', status: 'ABSENT', detail: 'No metadata service answered.' })
  })

  it('waits no longer than 200 ms where the question is taken and not answered', async () => {
    const { cloud, items } = await capture(`${bringUp} && ${addAddress}`, [process.execPath, service, 'silent'])
    expect(cloud).toBeUndefined()
    expect(items).toContainEqual({ name: 'cloud.provider', status: 'TIMED_OUT', detail: 'It took longer than 200 ms.' })
  })
})
