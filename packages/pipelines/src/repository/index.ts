export { configPaths, type ConfigLevel, readConfigFile, readConfigs, writeConfigFile } from './config-files.ts'
export { GitChanges } from './git-changes.ts'
export { openRepository, type Repository, type RepositoryOptions } from './open-repository.ts'
export { RepositoryTurn } from './repository-turn.ts'
