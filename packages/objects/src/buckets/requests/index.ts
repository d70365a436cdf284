export { chooseRequests } from './choose-requests.ts'
export type { ListedPage, ObjectRequests, PageRequest, ReadObject } from './object-requests.ts'
