import { jsonDumps, type Value } from '@reprise/pipelines/python'
import type { Project } from '../project/index.ts'

/** Values as Python writes them: NaN by name, integers of any size, floats with a point. */
export function writeValue({ world }: Project, value: Value): void {
  world.write(`${jsonDumps(value)}\n`)
}
