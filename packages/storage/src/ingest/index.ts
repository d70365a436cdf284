export * from './batch.ts'
export * from './decode.ts'
export * from './idempotency-key.ts'
export * from './refusals.ts'
