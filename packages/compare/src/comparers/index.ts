import type { Comparer } from '../comparer.ts'
import { bytesComparer } from './bytes.ts'
import { eventsComparer } from './events.ts'
import { gzipComparer } from './gzip.ts'
import { jsonComparer } from './json.ts'
import { npyComparer } from './npy.ts'
import { pngComparer } from './png.ts'
import { safetensorsComparer } from './safetensors.ts'
import { tableComparer } from './table.ts'
import { textComparer } from './text.ts'
import { zipComparer } from './zip.ts'

/** Every way to look into files; the first that takes both sides is used. One more: one file and one line. */
export const comparers: readonly Comparer[] = [
  npyComparer,
  zipComparer,
  gzipComparer,
  pngComparer,
  eventsComparer,
  safetensorsComparer,
  tableComparer,
  jsonComparer,
  textComparer,
  bytesComparer,
]
