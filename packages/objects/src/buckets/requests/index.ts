export { chooseRequests } from './choose-requests.ts'
export type { ObjectRequests, ReadObject } from './object-requests.ts'
