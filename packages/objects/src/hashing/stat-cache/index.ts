export { openStatCache, type StatCache } from './stat-cache.ts'
