export { composeStill } from './compose-still.ts'
export { readStillRequest } from './still-request.ts'
export { readStillTemplate, type StillTemplate } from './still-template.ts'
export { createStillCache } from './still-cache.ts'
