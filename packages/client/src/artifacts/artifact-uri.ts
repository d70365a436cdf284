import { RepriseError } from '@reprise/protocol'

const PROXY = '/api/2.0/mlflow-artifacts/artifacts'
const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*/

/** The folder behind a run's artifact_uri, as the server's artifact endpoints name it. */
function folderOf(artifactUri: string): string {
  if (!proxied.test(artifactUri)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The artifacts at ${artifactUri} do not go through the tracking server.`, {
      hint: artifactUri.startsWith('s3:')
        ? 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the client `s3`: then it goes to S3 itself.'
        : 'Use that store’s own tools, or an experiment whose artifact_location begins with mlflow-artifacts:/.',
    })
  }
  return artifactUri.replace(proxied, '').replace(/\/+$/, '')
}

/** The endpoint of one file or folder. Throws INVALID_PARAMETER_VALUE for a path that leads out of its folder. */
export function endpointOf(artifactUri: string, path: string): string {
  const segments = joinPath(folderOf(artifactUri), assertInside(path)).split('/')
  return `${PROXY}/${segments.map(encodeURIComponent).join('/')}`
}

export function listEndpoint(artifactUri: string, path: string): { path: string; query: URLSearchParams } {
  return { path: PROXY, query: new URLSearchParams({ path: joinPath(folderOf(artifactUri), assertInside(path)) }) }
}

export function joinPath(folder: string, name: string): string {
  return folder === '' || name === '' ? folder + name : `${folder}/${name}`
}

export function assertInside(path: string): string {
  const trimmed = path.replace(/\/+$/, '')
  if (trimmed !== '' && /(?:^|\/)(?:\.{0,2})(?:\/|$)|\\|\0/.test(trimmed)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Invalid artifact path '${path}'.`, {
      hint: 'A path is relative to the run, with / between folders, without . and .. segments.',
    })
  }
  return trimmed
}
