export { hashLegacyBytes } from './hash-legacy.ts'
export { type HashMemory, openHashMemory } from './hash-memory.ts'
export { unpackState } from './packed-state.ts'
