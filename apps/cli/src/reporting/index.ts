export { type CompareOptions, compareRevisions } from './compare-revisions.ts'
export { warnOfFailures } from './warn-of-failures.ts'
export { writeValue } from './write-value.ts'
