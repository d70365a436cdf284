export { chooseRequests } from './choose-requests.ts'
export type { ObjectBody, ObjectRequests, ReadObject } from './object-requests.ts'
