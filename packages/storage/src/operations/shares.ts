import { createHash } from 'node:crypto'
import { type Int64, limits, missingValue, RepriseError, type Share, stillLimits } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { join, list, raw, type Sql, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import { assertLength } from './check-text.ts'
import { findRun } from './find-run.ts'
import { toPageSize } from './page-size.ts'
import { readPosition, writePosition } from './position-token.ts'

const DEFAULT_PAGE = 200
const LARGEST_PAGE = 1_000
/** Hexadecimal digits: enough to tell any that a server keeps apart. */
const ID_LENGTH = 16

type ShareRow = {
  readonly id: number
  /** SHA-256 of the token, in hexadecimal digits; the share is named by the beginning of it. */
  readonly token_hash: string
  readonly title: string
  readonly content: string
  readonly user_id: string
  readonly creation_time: Int64
  readonly expiry_time: Int64 | null
}

/** What `shares.content` holds, as JSON. */
type Content = Pick<Share, 'run_ids' | 'baseline' | 'metrics'>

const columns = sql`id, token_hash, title, content, user_id, creation_time, expiry_time`

export const createShare: Handler<'createShare'> = async ({ connection, now, newRunId }, request) => {
  const { run_ids: given, baseline, metrics, title = '', user_id: user = '', expiry_time: expiry = null } = request
  const runIds = [...new Set(given)]
  if (runIds.length === 0) throw missingValue('run_ids')
  if (runIds.length > stillLimits.runs) throw refused(`At most ${stillLimits.runs} runs can be shared at once; these are ${runIds.length}.`)
  if (metrics.length > stillLimits.patterns)
    throw refused(`At most ${stillLimits.patterns} patterns can be given; these are ${metrics.length}.`)
  for (const pattern of metrics) assertLength(pattern, limits.keyLength, 'metrics')
  if (baseline !== undefined && !runIds.includes(baseline)) throw refused(`The baseline ${baseline} is not one of the runs.`)
  assertLength(title, limits.shareTitleLength, 'title')
  assertLength(user, limits.keyLength, 'user_id')
  const time = now()
  if (expiry !== null && expiry <= time) throw refused(`'expiry_time' (${expiry}) is in the past.`, 'It is in milliseconds since 1970.')
  for (const run_id of runIds) await findRun(connection, { run_id })
  await assertRoom(connection)
  const content: Content = { run_ids: runIds, baseline, metrics }
  // Some 240 bits that nobody can guess, and that no command takes for an option.
  const token = Buffer.from(newRunId() + newRunId(), 'hex')
    .toString('base64url')
    .replace(/^-/, 'a')
  const values = list([hashOf(token), title, JSON.stringify(content), user, time, expiry])
  const added = await connection.get<ShareRow>(
    sql`insert into shares (token_hash, title, content, user_id, creation_time, expiry_time) values ${values} returning ${columns}`,
  )
  if (added === undefined) throw new Error('A share was inserted and is not there.')
  return { share: toShare(added), token }
}

export const getShare: Handler<'getShare'> = async ({ connection, now }, { token }) => {
  const row = await connection.get<ShareRow>(
    sql`select ${columns} from shares where token_hash = ${hashOf(token)} and revoked = 0 and (expiry_time is null or expiry_time > ${now()})`,
  )
  if (row === undefined) throw notThere()
  return { share: toShare(row) }
}

export const listShares: Handler<'listShares'> = async ({ connection }, request) => {
  const limit = toPageSize(request.max_results || DEFAULT_PAGE, LARGEST_PAGE)
  const before = readPosition(request.page_token, 1)?.[0]
  const conditions: Sql[] = [
    sql`revoked = 0`,
    // Ids of runs hold no letter that a pattern could mean otherwise.
    ...(request.run_id ? [sql`content like ${`%"${request.run_id.replace(/[^0-9a-f]/g, '')}"%`}`] : []),
    ...(before === undefined ? [] : [sql`id < ${before}`]),
  ]
  const rows = await connection.all<ShareRow>(
    sql`select ${columns} from shares where ${join(conditions, ' and ')} order by id desc limit ${limit + 1}`,
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { shares: page.map(toShare), next_page_token: rows.length > limit && last !== undefined ? writePosition([last.id]) : undefined }
}

/** Revoking what is revoked is no error: a request whose answer got lost may be sent again. */
export const revokeShare: Handler<'revokeShare'> = async ({ connection }, { share_id: id, token }) => {
  if (token === undefined && id === undefined) throw missingValue('share_id')
  const lasting = raw(connection.dialect === 'postgres' ? 'for no key update' : '')
  const row = await connection.get<{ id: number }>(
    sql`select id from shares where ${token === undefined ? sql`substr(token_hash, 1, ${ID_LENGTH}) = ${id ?? ''}` : sql`token_hash = ${hashOf(token)}`} ${lasting}`,
  )
  if (row === undefined) throw notThere()
  await connection.run(sql`update shares set revoked = 1 where id = ${row.id}`)
  return {}
}

/** Those that lead nowhere do not count, and are forgotten when there is no room. */
async function assertRoom(connection: Connection): Promise<void> {
  const counted = await connection.get<{ count: number }>(sql`select count(*) as count from shares where revoked = 0`)
  if (Number(counted?.count) >= limits.shares)
    throw refused(`A server may have ${limits.shares} shares.`, 'Revoke those that are not needed any more.')
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function toShare({ token_hash: hash, title, content, user_id: user, creation_time, expiry_time: expiry }: ShareRow): Share {
  return {
    ...(JSON.parse(content) as Content),
    share_id: hash.slice(0, ID_LENGTH),
    title: title === '' ? undefined : title,
    user_id: user === '' ? undefined : user,
    creation_time,
    expiry_time: expiry ?? undefined,
  }
}

/** The same words for all: nobody learns which tokens there were. */
function notThere(): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', 'There is no such share.', { hint: 'It may have expired, or been revoked.' })
}

function refused(message: string, hint?: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message, hint === undefined ? {} : { hint })
}
