export { EventLog, nameEventFile, type EventSink } from './event-log.ts'
