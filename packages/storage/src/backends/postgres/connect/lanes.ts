/**
 * What connections are for; each has its own. Slow searches keep no quick read waiting, reads keep no write waiting, and
 * nothing keeps what running programs log waiting. All of one server together stay well below the hundred connections
 * that PostgreSQL allows unless told otherwise.
 */
export const lanes = {
  ingest: { effect: 'write', connections: 3, timeout: 30_000, isByKey: true },
  write: { effect: 'write', connections: 5, timeout: 60_000, isByKey: true },
  read: { effect: 'read', connections: 4, timeout: 60_000, isByKey: true },
  search: { effect: 'read', connections: 4, timeout: 60_000, isByKey: false },
} as const satisfies Record<string, LaneSettings>

export type Lane = keyof typeof lanes

interface LaneSettings {
  /** `read`: one snapshot for all statements, and nothing is written. `write`: each statement sees what was committed before it. */
  readonly effect: 'read' | 'write'
  readonly connections: number
  /** Milliseconds that a statement may take: a limit for servers that vanish and sessions that hold locks. */
  readonly timeout: number
  /**
   * Whether statements are few and look rows up by their keys. They are prepared, and never planned to read a table as a
   * whole: a plan that was made while it was small would stay when it has grown.
   */
  readonly isByKey: boolean
}

/** Milliseconds that a statement waits for a row that another transaction holds. */
const LOCK_TIMEOUT = 10_000

/** The settings of a lane's sessions, as one statement. */
export function sessionOf(lane: Lane): string {
  const { timeout, isByKey } = lanes[lane]
  const limits = [`statement_timeout = ${timeout}`, `lock_timeout = ${LOCK_TIMEOUT}`, `idle_in_transaction_session_timeout = ${timeout}`]
  return toStatement([...session, ...limits, ...(isByKey ? byKeyOnly : [])])
}

const byKeyOnly = ['enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off', 'plan_cache_mode = force_generic_plan']

/**
 * A role or database may have other defaults, and results are read and written by these. JIT costs short searches more
 * than it gives.
 */
const session = [
  'extra_float_digits = 1',
  'bytea_output = hex',
  'default_transaction_isolation = "read committed"',
  'default_transaction_read_only = off',
  'jit = off',
]

/** The settings of a session outside the lanes, without limits. */
export const sessionApart = toStatement(session)

function toStatement(settings: readonly string[]): string {
  return settings.map((setting) => `set ${setting}`).join('; ')
}
