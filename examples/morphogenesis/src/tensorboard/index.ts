export { EventLog, nameEventFile, type EventSink } from './event-log.ts'
export { countEvents } from './count-events.ts'
