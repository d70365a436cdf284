import { RepriseError } from '@reprise/protocol'
import type { Finding, Trouble } from './probes.ts'

/** How places where things are kept say what is wrong with them, also through a server, and what that is called. The first that fits counts. */
const signs: readonly (readonly [sign: RegExp, trouble: Trouble, hint: string])[] = [
  [
    /ENOSPC|EDQUOT|no space left|disk is full|quota is used up/i,
    'disk-full',
    'See what fills the disk (df -h), free some space or move what is kept; reprise store gc takes what was deleted.',
  ],
  [/EROFS|read-only file system/i, 'permissions', 'The file system is mounted read-only: mount it for writing, or keep things elsewhere.'],
  [
    /EACCES|EPERM|can not be written\b(?!:)|permission denied/i,
    'permissions',
    'Give the user that runs the server write access to the folder and what is in it (ls -la shows who has).',
  ],
  [/folder of artifacts is gone/, 'folder-gone', 'Mount the folder of artifacts, or make it, and start the server again.'],
  [/no such access key/, 's3-access-key', 'Check AWS_ACCESS_KEY_ID, or the profile, in the environment of the server, and start it again.'],
  [
    /secret is not that of the access key/,
    's3-secret-key',
    'Check AWS_SECRET_ACCESS_KEY in the environment of the server, and start it again.',
  ],
  [
    /there are no keys|session of these keys has ended/,
    's3-no-keys',
    'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, for the server.',
  ],
  [
    /keys may not do that/,
    's3-permissions',
    'The keys need s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it.',
  ],
  [/there is no bucket/, 's3-bucket', 'Make the bucket, or mend its name in --artifacts (aws s3 ls shows what there is).'],
  [/is in use by/, 'store-in-use', 'A store belongs to one server: connect to that server, or stop it first.'],
  [/refused the login/, 'postgres-login', 'Check user and password in the address of the store.'],
  [/database .* does not exist/, 'postgres-database', 'Create the database first, with createdb.'],
  [
    /postgres.* (?:can not be reached|can not be used now)/i,
    'postgres-unreachable',
    'Check host and port of the store, and whether PostgreSQL runs there: its own log says more.',
  ],
  [
    /can not be reached|can not be resolved/,
    's3-unreachable',
    'Check the endpoint (AWS_ENDPOINT_URL_S3), and that the server may reach it.',
  ],
]

/** A problem with a place where something is kept, by its own words. */
export function describeKeepingTrouble(about: string, error: unknown): Finding {
  const { message, hint } = error instanceof RepriseError ? error : new RepriseError('INTERNAL_ERROR', messageOf(error))
  const [, trouble, ours] = signs.find(([sign]) => sign.test(message)) ?? []
  return { state: 'problem', about, detail: message, hint: ours ?? hint, trouble }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
