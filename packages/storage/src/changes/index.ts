export * from './read-changes.ts'
export * from './limits.ts'
