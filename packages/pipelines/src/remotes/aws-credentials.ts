import { readFile } from 'node:fs/promises'
import type { BucketSettings } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import { toFileError } from '../paths/index.ts'

/** The keys of a profile in a file such as `~/.aws/credentials`. */
export async function readAwsCredentials(file: string, profile: string): Promise<BucketSettings> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw toFileError(error, file)
  })
  const found = new Map<string, string>()
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*(?:profile\s+)?(.+?)\s*\]/.exec(line)?.[1] ?? section
    const [, name, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (section === profile && name !== undefined && value !== undefined) found.set(name.toLowerCase(), value)
  }
  const [accessKeyId, secretAccessKey] = [found.get('aws_access_key_id'), found.get('aws_secret_access_key')]
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new RepriseError('UNAUTHENTICATED', `${file} has no keys of the profile ${profile}.`)
  return { accessKeyId, secretAccessKey, sessionToken: found.get('aws_session_token') }
}
