export { type Credentials, signRequest, toPathText, toQueryText, type UnsignedRequest } from './sign-request.ts'
