import { RepriseError } from '@reprise/protocol/errors'

/** A bucket or container, and what is before the names in it, without slashes at its ends. */
export interface ContainerPlace {
  readonly container: string
  readonly prefix: string
}

/** Reads `scheme://container/prefix`. Nothing in it is decoded. */
export function parseContainerPlace(url: string): ContainerPlace {
  const [, scheme = '', container = '', path = ''] = /^([^:]+):\/\/([^/]*)(.*)$/s.exec(url) ?? []
  const prefix = path.replace(/^\/+|\/+$/g, '')
  if (prefix !== '' && prefix.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url} has an empty part, '.' or '..' in its path.`)
  if (container.includes('@') || /\s/.test(container))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url} names nothing that can be reached: write ${scheme}://name/path.`)
  return { container, prefix }
}
