export { compareEnvironments } from './compare-environments.ts'
export { parseCondaPackages, parseRequirements } from './parse-packages.ts'
export type { Change, EnvironmentDifference, EnvironmentSide, PackageChange, PackageChangeKind } from './side.ts'
