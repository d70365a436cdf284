export { EventLog, nameEventFile } from './event-log.ts'
export { countEvents } from './count-events.ts'
