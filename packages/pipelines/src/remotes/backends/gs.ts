import { type RemoteFolder, remoteFolders } from '@reprise/objects/remote-folders'
import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../../config/index.ts'
import { parseContainerPlace } from '../container-place.ts'
import type { RemoteOptions } from '../remote-store.ts'
import { numberOf, textOf } from '../settings.ts'

/** `gs://bucket/path`. */
export async function openGsFolder(url: string, settings: Settings, options: RemoteOptions): Promise<RemoteFolder> {
  const { container: bucket, prefix } = parseContainerPlace(url)
  if (bucket === '') throw new RepriseError('INVALID_PARAMETER_VALUE', `${url} names no bucket.`, { hint: 'Write gs://bucket/path.' })
  return remoteFolders.gs({
    bucket,
    prefix,
    project: textOf(settings, 'projectname'),
    credentialFile: textOf(settings, 'credentialpath'),
    isAnonymous: settings.get('allow_anonymous_login') === true,
    endpoint: textOf(settings, 'endpointurl'),
    jobs: options.jobs ?? numberOf(settings, 'jobs'),
  })
}
