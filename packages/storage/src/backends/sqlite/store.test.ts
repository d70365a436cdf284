import { describeStore } from '../../contract/index.ts'
import { openInFolder } from './testing/open-store.ts'

describeStore('a store in a SQLite file', () => openInFolder())
