export * from './seal-slice.ts'
export * from './unsealed-runs.ts'
