/** What commands over data and pipelines exit with: DVC's. A failure of the command itself is 1 or 255, as it declares. */
export const projectExitCodes = {
  brokenPipe: 141,
  configuration: 251,
  interrupted: 252,
  notInProject: 253,
  usage: 254,
} as const

/** 1: the command tells of its failure itself. 255: the failure ends it. 251: what it does is configure. */
export type FailureCode = 1 | 251 | 255
