import { RepriseError } from '@reprise/protocol/errors'
import type { BucketSettings } from './bucket.ts'

/** A bucket and what is before the keys in it, without slashes at its ends. */
export interface BucketPlace {
  readonly bucket: string
  readonly prefix: string
}

const bucketName = /^[a-zA-Z0-9][\w.-]{1,253}[a-zA-Z0-9]$/

/** Reads `s3://bucket/prefix`. Nothing in it is decoded. */
export function parseBucketPlace(url: string): BucketPlace {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]*)(.*)$/is.exec(url) ?? []
  if (bucket.includes('@')) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'A URL of S3 has no keys in it: s3://bucket/prefix.', {
      hint: 'Give the keys as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or in ~/.aws/credentials.',
    })
  }
  if (!bucketName.test(bucket)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url} names no bucket: ${JSON.stringify(bucket)} can not be one.`, {
      hint: 'Write s3://bucket/prefix.',
    })
  }
  const prefix = path.replace(/^\/+|\/+$/g, '')
  if (prefix !== '' && prefix.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url} has an empty part, '.' or '..' in its path.`)
  return { bucket, prefix }
}

/** Reads `s3://bucket/prefix?endpoint=…&region=…&path-style=true&profile=…`. */
export function parseBucketUrl(url: string): { readonly place: BucketPlace; readonly settings: BucketSettings } {
  const question = url.indexOf('?')
  const place = parseBucketPlace(question < 0 ? url : url.slice(0, question))
  const settings: { -readonly [Name in keyof BucketSettings]: BucketSettings[Name] } = {}
  for (const [name, value] of new URLSearchParams(question < 0 ? '' : url.slice(question + 1))) {
    if (name === 'endpoint' || name === 'region' || name === 'profile') settings[name] = value
    else if (name === 'path-style') settings.pathStyle = readSwitch(value)
    else {
      throw new RepriseError('INVALID_PARAMETER_VALUE', `A URL of S3 has no setting ${JSON.stringify(name)}.`, {
        hint: 'There are endpoint, region, path-style and profile. Keys come from the environment or from ~/.aws.',
      })
    }
  }
  return { place, settings }
}

function readSwitch(value: string): boolean {
  if (value === 'true' || value === '1' || value === '') return true
  if (value === 'false' || value === '0') return false
  throw new RepriseError('INVALID_PARAMETER_VALUE', `path-style is true or false, not ${JSON.stringify(value)}.`)
}
