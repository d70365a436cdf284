import { RepriseError } from '@reprise/protocol/errors'
import type { Requester } from './http-requests.ts'

const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts'
/** Where remotes are among the artifacts of a server. */
const FOLDER = 'dvc'

/**
 * What `reprise://host:port/name` (`reprise+https://…` for TLS) stands for, in options that DVC understands as well: a remote over HTTP, below
 * the server's artifacts. Undefined for other URLs.
 */
export function toServerRemote(url: string): { readonly url: string; readonly method: 'PUT' } | undefined {
  const [, secure, host = '', path = ''] = /^reprise(\+https)?:\/\/([^/?#]+)(?:\/([^?#]*))?$/i.exec(url) ?? []
  if (host === '') return undefined
  const name = path.replace(/^\/+|\/+$/g, '')
  if (name === '' || name.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url} does not say which remote of the server is meant.`, {
      hint: 'Write reprise://host:port/name.',
    })
  return { url: `http${secure === undefined ? '' : 's'}://${host}${ARTIFACTS}/${FOLDER}/${name}`, method: 'PUT' }
}

/** The server's artifacts and a folder of them. */
export interface ServerFolder {
  readonly artifacts: string
  readonly folder: string
}

/** Whether a URL is below the artifacts of a server that speaks MLflow's protocol, as ours does. */
export function artifactsPath(url: string): ServerFolder | undefined {
  const at = url.indexOf(`${ARTIFACTS}/`)
  if (at < 0) return undefined
  const artifacts = url.slice(0, at) + ARTIFACTS
  return { artifacts, folder: decodeURIComponent(url.slice(artifacts.length + 1)) }
}

/** Listing and deleting, which plain HTTP has not. */
export function createServerListing({ artifacts, folder }: ServerFolder, requests: Requester) {
  const listFolder = async (path: string): Promise<readonly { path: string; is_dir: boolean }[]> => {
    const url = `${artifacts}?path=${encodeURIComponent(path === '' ? folder : `${folder}/${path}`)}`
    const bytes = await (await requests.send({ method: 'GET', url }))?.bytes()
    const answer = JSON.parse(bytes === undefined ? 'null' : new TextDecoder().decode(bytes)) as {
      files?: readonly { path: string; is_dir: boolean }[]
    } | null
    return answer?.files ?? []
  }
  async function* list(prefix: string): AsyncGenerator<readonly string[]> {
    const slash = prefix.lastIndexOf('/')
    const parent = slash < 0 ? '' : prefix.slice(0, slash)
    const found = (await listFolder(parent)).filter(({ path }) => path.startsWith(prefix.slice(slash + 1)))
    const below = parent === '' ? '' : `${parent}/`
    yield found.filter((entry) => !entry.is_dir).map(({ path }) => below + path)
    for (const entry of found) if (entry.is_dir) yield* list(`${below}${entry.path}/`)
  }
  return {
    list,
    remove: async (paths: readonly string[]): Promise<void> => {
      for (const path of paths) {
        const encoded = `${folder}/${path}`.split('/').map(encodeURIComponent).join('/')
        await requests.send({ method: 'DELETE', url: `${artifacts}/${encoded}` })
      }
    },
  }
}
