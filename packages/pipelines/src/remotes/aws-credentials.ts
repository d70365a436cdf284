import type { BucketSettings } from '@reprise/objects/buckets'
import { RepriseError } from '@reprise/protocol/errors'
import { readIniSection } from './ini-section.ts'

/** The keys of a profile in a file such as `~/.aws/credentials`. */
export async function readAwsCredentials(file: string, profile: string): Promise<BucketSettings> {
  const found = await readIniSection(file, profile)
  const [accessKeyId, secretAccessKey] = [found.get('aws_access_key_id'), found.get('aws_secret_access_key')]
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new RepriseError('UNAUTHENTICATED', `${file} has no keys of the profile ${profile}.`)
  return { accessKeyId, secretAccessKey, sessionToken: found.get('aws_session_token') }
}
