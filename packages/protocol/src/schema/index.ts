export * from './assert-strict.ts'
export * from './decode.ts'
export * from './decode-query.ts'
export * from './field.ts'
