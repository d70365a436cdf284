// Entered as `@reprise/client/address`, for those who ask a server before the client is loaded.
export { type Authentication, authorizationOf } from './authentication.ts'
export { readServerUrl } from './server-url.ts'
