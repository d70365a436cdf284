export * from './encode-json.ts'
export * from './parse-json.ts'
