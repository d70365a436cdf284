export { type Credentials, signRequest, toPathText, toQueryText } from './sign-request.ts'
