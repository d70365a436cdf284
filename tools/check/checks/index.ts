import type { Check } from '../check.ts'
import { boundaries } from './boundaries.ts'
import { duplicates } from './duplicates.ts'
import { formatting } from './formatting.ts'
import { links } from './links.ts'
import { lint } from './lint.ts'
import { lockFile } from './lock-file.ts'
import { sizes } from './sizes.ts'
import { types } from './types.ts'
import { unused } from './unused.ts'
import { words } from './words.ts'
import { workspaces } from './workspaces.ts'

/** Every static check, in the order in which they run: what explains most of the others' failures comes first. */
export const checks: readonly Check[] = [types, lint, formatting, boundaries, workspaces, sizes, unused, duplicates, links, lockFile, words]
