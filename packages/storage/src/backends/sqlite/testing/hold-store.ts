// A process of its own that opens the store at argv[2], says so, and holds it until it is ended.
import { openSqliteStore } from '../sqlite-store.ts'

try {
  await openSqliteStore({ path: process.argv[2] ?? '', artifactRoot: 'mlflow-artifacts:/' })
  console.log('open')
} catch (error) {
  console.log(JSON.stringify(error instanceof Error ? { ...error, message: error.message } : String(error)))
  process.exit(1)
}
