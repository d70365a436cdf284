import { openPostgresStore, openSqliteStore } from './backends/index.ts'
import type { Store } from './store.ts'

/** What a store is given besides its place. */
export interface OpenOptions {
  /** Where artifacts of new experiments go; `mlflow-artifacts:/` means through the server. */
  readonly artifactRoot: string
  /** Milliseconds since 1970; default: the system's clock. */
  readonly clock?: (() => number) | undefined
  readonly log?: StoreLog | undefined
}

/** Where a store says what its user should know; pino's signature. */
export interface StoreLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Opens the store at an address: a file, or a PostgreSQL database, `postgres://…`. */
export function openStore(place: string, options: OpenOptions): Promise<Store> {
  return /^postgres(?:ql)?:\/\//.test(place) ? openPostgresStore(place, options) : openSqliteStore({ path: fileOf(place), ...options })
}

/** `sqlite:///file` and `sqlite:////file` are what MLflow's users write for a relative and an absolute path. */
function fileOf(place: string): string {
  return place.replace(/^sqlite:\/\/\//, '')
}
