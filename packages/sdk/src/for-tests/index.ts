// Entered as `@reprise/sdk/testing`, for the tests of programs that use this package.
export { type TestHooks, type TestTracking, trackEachTest } from './track-each-test.ts'
