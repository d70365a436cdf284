import { openSqlite } from '../operations/testing/open-connection.ts'
import { describeRunSearch } from './testing/describe-run-search.ts'

describeRunSearch('SQLite', openSqlite)
