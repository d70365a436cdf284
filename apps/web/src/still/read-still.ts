import { parseStill, type Still } from '@reprise/protocol'
import { takeData } from './unzipped-data.ts'

/** What this page shows. */
export const still: Still = parseStill(takeData())
