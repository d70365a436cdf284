import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RepriseError } from '@reprise/protocol'

/**
 * Throws INVALID_PARAMETER_VALUE when a folder or database file is MLflow's own: two programs that write the same files
 * by different rules would spoil them. Nothing is written, not even beside them.
 */
export async function assertOurs(path: string, store: string): Promise<void> {
  if (existsSync(path) && statSync(path).isDirectory() && holdsRuns(path)) throw foreign(path)
  for (const database of [store, join(path, 'mlflow.db')]) {
    if (existsSync(database) && (await isMlflowDatabase(database))) throw foreign(database)
  }
}

/** A file store of MLflow: folders of experiments with a meta.yaml each. */
function holdsRuns(folder: string): boolean {
  return readdirSync(folder).some((name) => existsSync(join(folder, name, 'meta.yaml')))
}

/** Immutable: otherwise even a reader would leave files beside a database in WAL mode. */
async function isMlflowDatabase(path: string): Promise<boolean> {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(`${pathToFileURL(path).href}?immutable=1`, { readOnly: true })
  try {
    return database.prepare("select 1 from sqlite_master where name = 'alembic_version'").get() !== undefined
  } finally {
    database.close()
  }
}

function foreign(path: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `${path} was written by MLflow and is left alone.`, {
    hint: `Bring it along with \`reprise store import ${path}\`, and log to another folder or to a server.`,
  })
}
