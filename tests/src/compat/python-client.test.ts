import { describeClient, EVERY_CLIENT, FULL_CLIENT, OURS, OURS_OF_3, startOverSqlite } from './describe-client.ts'

await describeClient('Reprise over SQLite', { set: 'mlflow-2-skinny', programs: [...EVERY_CLIENT, ...OURS], start: startOverSqlite })
await describeClient('Reprise over SQLite', { set: 'mlflow-2', programs: [...FULL_CLIENT, ...OURS], start: startOverSqlite })
await describeClient('Reprise over SQLite', { set: 'mlflow-3-skinny', programs: [...EVERY_CLIENT, ...OURS_OF_3], start: startOverSqlite })
await describeClient('Reprise over SQLite', { set: 'mlflow-3', programs: [...FULL_CLIENT, ...OURS_OF_3], start: startOverSqlite })
