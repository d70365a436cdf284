export { type ContentCache, type ContentCacheOptions, openContentCache } from './content-cache.ts'
