export { filterProperties, type PropertyOptions } from './filter-properties.ts'
