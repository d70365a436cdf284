export { compareCodePoints } from './code-points.ts'
export { copyValue } from './copy-value.ts'
export { equals, findKey } from './equality.ts'
export { formatFloat } from './floats.ts'
export { jsonDumps, quoteJson, type JsonOptions } from './json-dumps.ts'
export { jsonLoads } from './json-loads.ts'
export { repr, str } from './repr.ts'
export {
  isMapping,
  isSequence,
  PythonDate,
  PythonSet,
  PythonTuple,
  typeName,
  type Mapping,
  type Scalar,
  type Sequence,
  type Value,
} from './value.ts'
