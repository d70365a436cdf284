export * from './pending-summaries.ts'
export * from './write-summaries.ts'
