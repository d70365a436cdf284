export * from './check-webhook.ts'
export * from './read-directive.ts'
export * from './record-event.ts'
export * from './rows.ts'
