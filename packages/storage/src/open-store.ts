import { RepriseError } from '@reprise/protocol'
import { openPostgresStore, openSqliteStore } from './backends/index.ts'
import type { Store } from './store.ts'

/** What a store is given besides its place. */
export interface OpenOptions {
  /** Where artifacts of new experiments go; `mlflow-artifacts:/` means through the server. */
  readonly artifactRoot: string
  /** Milliseconds since 1970; default: the system's clock. */
  readonly clock?: (() => number) | undefined
  readonly log?: StoreLog | undefined
  /** Told once when the store can do no more until it is opened again, as when its thread died. What it acknowledged is kept. */
  readonly onFailure?: ((error: RepriseError) => void) | undefined
}

/** Where a store says what its user should know; pino's signature. */
export interface StoreLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/**
 * Opens the store at an address: a file, or a PostgreSQL database, `postgres://…`. MLflow's way of writing addresses is
 * understood. Throws INVALID_PARAMETER_VALUE for an address of anything else.
 */
export async function openStore(place: string, options: OpenOptions): Promise<Store> {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9]*)(?:\+\w+)?:\/\/(.*)$/is.exec(place) ?? []
  if (scheme === undefined) return openSqliteStore({ path: place, ...options })
  if (/^postgres(?:ql)?$/i.test(scheme)) return openPostgresStore(`postgresql://${rest}`, options)
  // `sqlite:///file` and `sqlite:////file` are a relative and an absolute path.
  if (scheme.toLowerCase() === 'sqlite') return openSqliteStore({ path: rest.replace(/^\//, ''), ...options })
  throw new RepriseError('INVALID_PARAMETER_VALUE', `A store can not be kept in ${scheme}.`, {
    hint: 'Name a file, or a PostgreSQL database: postgresql://user:password@host:5432/database.',
  })
}
