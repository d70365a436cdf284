import type { CommandModule } from '../command.ts'
import { addAuditCommand } from './audit/index.ts'
import { addBadgeCommand } from './badge/index.ts'
import { addCapsuleCommand } from './capsule/index.ts'
import { addCompletionCommand } from './completion/index.ts'
import { addDemoCommand } from './demo/index.ts'
import { addDoctorCommand } from './doctor/index.ts'
import { addEnvCommand } from './env/index.ts'
import { addExperimentsCommand } from './experiments/index.ts'
import { addManifestCommand } from './manifest/index.ts'
import { addReproduceCommand } from './reproduce/index.ts'
import { addRestoreCommand } from './restore/index.ts'
import { addRunCommand } from './run/index.ts'
import { addRunsCommand } from './runs/index.ts'
import { addServerCommand } from './server/index.ts'
import { addSpoolCommand } from './spool/index.ts'
import { addStoreCommand } from './store/index.ts'

/** Every command, in the order of the help. One more command: one folder and one line. */
export const commands: readonly CommandModule[] = [
  addServerCommand,
  addDemoCommand,
  addRunCommand,
  addReproduceCommand,
  addRestoreCommand,
  addCapsuleCommand,
  addAuditCommand,
  addBadgeCommand,
  addExperimentsCommand,
  addRunsCommand,
  addEnvCommand,
  addManifestCommand,
  addStoreCommand,
  addSpoolCommand,
  addDoctorCommand,
  addCompletionCommand,
]
