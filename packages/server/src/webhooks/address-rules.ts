import { lookup as lookUp, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { RepriseError } from '@reprise/protocol'

/** Which hosts may be told. Names are looked up when a connection is made, and the address that is connected to is the one that was checked. */
export interface AddressRules {
  /** Refuses what can be told from the URL alone. Throws INVALID_PARAMETER_VALUE. */
  assertUrl(url: URL): void
  /** For connections to names; a name with an address that is refused is refused. */
  readonly lookup: LookupFunction
}

/** Where services of clouds answer only to the machine itself, whoever asks; nothing; everybody. */
const forbidden: readonly string[] = [
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254',
  '100.100.100.200',
  '0.0.0.0/8',
  '::/128',
  '224.0.0.0/4',
  '255.255.255.255',
  'ff00::/8',
  '64:ff9b::a9fe:0/112',
]

/** Rules from a list of names, addresses and networks; an empty list allows every host that is not forbidden. */
export function createAddressRules(allow: readonly string[]): AddressRules {
  const entries = allow.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '')
  const names = entries.filter((entry) => !isNetwork(entry))
  const networks = listOf(entries.filter(isNetwork))
  const never = listOf(forbidden)
  const isNamed = (host: string): boolean =>
    names.some((name) => name === '*' || name === host || (name.startsWith('*.') && host.endsWith(name.slice(1))))
  const isAllowed = (address: string, host: string): boolean => {
    if (contains(networks, address)) return true
    return !contains(never, address) && (entries.length === 0 || isNamed(host))
  }
  const hasNetworks = names.length < entries.length
  return {
    assertUrl: (url) => {
      const host = hostOf(url)
      const mayBe = isIP(host) === 0 ? entries.length === 0 || hasNetworks || isNamed(host) : isAllowed(host, host)
      if (!mayBe) throw refused(host)
    },
    lookup: (hostname, options, callback) => {
      lookUp(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, '', 0)
        if (!addresses.every(({ address }) => isAllowed(address, hostname.toLowerCase()))) return callback(refused(hostname), '', 0)
        if (options.all === true) return (callback as (error: null, addresses: LookupAddress[]) => void)(null, addresses)
        return callback(null, addresses[0]?.address ?? '', addresses[0]?.family)
      })
    },
  }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

function isNetwork(entry: string): boolean {
  return isIP(entry.split('/')[0] ?? '') > 0
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function refused(host: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `Webhooks may not be sent to ${host.slice(0, 250)}.`, {
    hint: 'Which hosts may be told is set with server.webhooks_allow (REPRISE_WEBHOOKS_ALLOW) where the server is started.',
  })
}
