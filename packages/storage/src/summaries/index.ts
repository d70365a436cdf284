export * from './pending-runs.ts'
export * from './pending-summaries.ts'
export * from './write-summaries.ts'
