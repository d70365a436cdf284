import { openSqlite } from '../operations/testing/open-connection.ts'
import { describeMaintenance } from './testing/describe-maintenance.ts'

describeMaintenance('SQLite', openSqlite)
