export * from './dataset.ts'
export * from './experiment.ts'
export * from './lifecycle.ts'
export * from './run.ts'
